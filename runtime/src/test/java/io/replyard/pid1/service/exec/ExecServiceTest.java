package io.replyard.pid1.service.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.replyard.pid1.RunningPid1;
import io.replyard.pid1.client.LaterFrames;
import io.replyard.pid1.client.WireClient;
import io.replyard.proto.wire.Clear;
import io.replyard.proto.wire.CloseChannel;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.PTYConfig;
import io.replyard.proto.wire.ResizeTerm;
import io.replyard.proto.wire.SaneTerm;
import io.replyard.proto.wire.Send;
import io.replyard.proto.wire.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecServiceTest {
    private final WireClient client;
    private final int channel;

    ExecServiceTest() throws IOException {
        client = RunningPid1.connect();
        channel = client.open("exec");
    }

    @AfterEach
    void hangUp() throws IOException {
        client.close();
    }

    /** What a channel said up to the reply, in order. */
    private record Outcome(List<Command> before, Command reply) {
        ByteString bytes() {
            return ByteString.copyFrom(
                    before.stream().map(command -> command.getRecv().getBuff()).toList());
        }

        String output() {
            StringBuilder output = new StringBuilder();
            before.forEach(command -> output.append(command.getOutput()));
            return output.toString();
        }
    }

    private static Exec.Builder sh(String script) {
        return Exec.newBuilder().addArgs("sh").addArgs("-c").addArgs(script);
    }

    private void start(String ref, Exec.Builder exec) throws IOException {
        client.send(channel, Command.newBuilder().setExec(exec).setRef(ref));
    }

    private Outcome run(Exec.Builder exec) throws IOException {
        start("run", exec);
        return outcome("run");
    }

    private Outcome outcome(String ref) throws IOException {
        List<Command> before = new ArrayList<>();
        Command next = client.nextCommand();
        while (!next.getRef().equals(ref)) {
            before.add(next);
            next = client.nextCommand();
        }
        return new Outcome(before, next);
    }

    private void awaitState(State state) throws IOException {
        client.expect(command -> command.getBodyCase() == Command.BodyCase.STATE && command.getState() == state);
    }

    @Test
    void runsInTheProjectFolderAndAnswersOkAfterAllOutput() throws IOException {
        awaitState(State.Stopped);
        Outcome outcome = run(sh("pwd; echo problems >&2"));

        assertThat(outcome.before().getFirst().getState()).isEqualTo(State.Running);
        assertThat(outcome.output()).isEqualTo(RunningPid1.project() + "\nproblems\n");
        assertThat(outcome.reply().hasOk()).isTrue();
        assertThat(outcome.reply().getSession()).isEqualTo(client.session());
        assertThat(outcome.before()).allSatisfy(command -> {
            assertThat(command.getRef()).isEmpty();
            assertThat(command.getSession()).isZero();
        });
        Command after = client.nextCommand();
        assertThat(after.getBodyCase()).isEqualTo(Command.BodyCase.STATE);
        assertThat(after.getState()).isEqualTo(State.Stopped);
    }

    @Test
    void saysHowAProgramEndedInGosWords() throws IOException {
        assertThat(run(sh("exit 3")).reply().getError()).isEqualTo("exit status 3");
        assertThat(run(sh("exit 1")).reply().getError()).isEqualTo("exit status 1");
        assertThat(run(sh("kill -KILL $$")).reply().getError()).isEqualTo("signal: killed");
        assertThat(run(sh("kill -TERM $$")).reply().getError()).isEqualTo("signal: terminated");
    }

    @Test
    void saysWhyAProgramCannotBeStartedInGosWords() throws IOException {
        Files.writeString(RunningPid1.project().resolve("plain.txt"), "text");

        assertThat(run(Exec.newBuilder().addArgs("no-such-program")).reply().getError())
                .isEqualTo("exec: \"no-such-program\": executable file not found in $PATH");
        assertThat(run(Exec.newBuilder().addArgs("./nothing")).reply().getError())
                .isEqualTo("fork/exec ./nothing: no such file or directory");
        assertThat(run(Exec.newBuilder().addArgs("./plain.txt")).reply().getError())
                .isEqualTo("fork/exec ./plain.txt: permission denied");
        assertThat(run(Exec.newBuilder()).reply().getError()).contains("missing command");
        assertThat(run(Exec.newBuilder().addArgs("")).reply().getError()).contains("missing command");
        assertThat(run(Exec.newBuilder().addArgs("echo").addArgs("a\0b"))
                        .reply()
                        .getError())
                .contains("NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "A\0B"})
    void refusesAVariableThatWouldSetAnother(String name) throws IOException {
        assertThat(run(sh("env").putEnv(name, "x")).reply().getError())
                .contains("env:")
                .contains("name");
    }

    @Test
    void refusesAValueThatWouldBeCut() throws IOException {
        assertThat(run(sh("env").putEnv("A", "x\0y")).reply().getError()).contains("the value of A holds a NUL byte");
    }

    @Test
    void refusesWhileRunning() throws IOException {
        start("long", sh("echo up; exec sleep 1000"));
        client.outputUntil(channel, "up");

        assertThat(client.request(channel, Command.newBuilder().setExec(sh("echo no")))
                        .getError())
                .contains("already running");
        assertThat(client.request(channel, Command.newBuilder().setExec(LaterFrames.withLifecycle(2, sh("echo no"))))
                        .getError())
                .contains("already running");

        client.send(channel, Command.newBuilder().setClear(Clear.getDefaultInstance()));
        assertThat(outcome("long").reply().getError()).isEqualTo("signal: killed");
    }

    @Test
    void queuesBlockingProgramsFirstInFirstOut() throws IOException {
        start("1", sh("sleep 0.2; echo one").setBlocking(true));
        start("2", sh("echo two").setBlocking(true));
        start("3", Exec.newBuilder().addArgs("no-such-program").setBlocking(true));
        start("4", LaterFrames.withLifecycle(1, sh("echo four")));

        assertThat(outcome("1").output()).isEqualTo("one\n");
        assertThat(outcome("2").output()).isEqualTo("two\n");
        assertThat(outcome("3").reply().getError()).contains("not found");
        assertThat(outcome("4").output()).isEqualTo("four\n");
    }

    @Test
    void keepsOnlySoMuchOfWhatWaitsForItsTurn() throws IOException {
        String argument = "x".repeat(100_000);
        start("1", sh("echo up; exec sleep 1000"));
        client.outputUntil(channel, "up");
        start("2", sh("true").addArgs(argument).setBlocking(true));
        start("3", sh("true").addArgs(argument).setBlocking(true));
        start("4", sh("true").addArgs(argument).setBlocking(true));
        assertThat(outcome("4").reply().getError()).contains("bytes of arguments");

        client.send(channel, Command.newBuilder().setClear(Clear.getDefaultInstance()));

        assertThat(outcome("2").reply().hasOk()).isTrue();
        assertThat(outcome("3").reply().hasOk()).isTrue();
        start("5", sh("true").addArgs(argument).setBlocking(true));
        assertThat(outcome("5").reply().hasOk()).isTrue();
    }

    @Test
    void runningProgramsTakeNothingOfWhatTheirClientMaySend() throws IOException {
        String argument = "x".repeat(100_000);
        for (int i = 0; i < 12; i++) {
            int other = client.open("exec");
            client.send(
                    other,
                    Command.newBuilder().setExec(sh("echo up; exec sleep 1000").addArgs(argument)));
            client.outputUntil(other, "up");
        }

        assertThat(run(sh("true").addArgs(argument)).reply().hasOk()).isTrue();
    }

    @Test
    void givesARequestsEnvironmentToThatProgramOnly() throws IOException {
        assertThat(run(sh("echo $GREETING").putAllEnv(Map.of("GREETING", "hello")))
                        .output())
                .isEqualTo("hello\n");
        assertThat(run(sh("echo ${GREETING:-none}")).output()).isEqualTo("none\n");
    }

    @Test
    void hidesWhatIsPrivateToPid1() throws IOException {
        String environment = run(sh("env")).output();

        assertThat(environment).doesNotContain("REPLYARD_").contains("REPL_SLUG=project");
    }

    @Test
    void letsNoDescriptorOfTheJvmLeak() throws IOException {
        // The listing itself opens one.
        assertThat(run(sh("ls /proc/self/fd | tr '\\n' ' '")).output()).isEqualTo("0 1 2 3 ");
    }

    @Test
    void startsProgramsWithDefaultSignalsAndAsFirstVictims() throws IOException {
        String status = run(sh("grep -E '^Sig(Ign|Blk)' /proc/self/status; cat /proc/self/oom_score_adj"))
                .output();

        assertThat(status)
                .containsPattern("SigBlk:\\s+0000000000000000")
                .containsPattern("SigIgn:\\s+0000000000000000")
                .endsWith("\n1000\n");
        assertThat(Files.readString(Path.of("/proc/self/oom_score_adj")).strip())
                .isNotEqualTo("1000");
    }

    @Test
    void aProgramWithoutInputReadsTheEndAtOnce() throws IOException {
        assertThat(run(Exec.newBuilder().addArgs("cat")).reply().hasOk()).isTrue();
        assertThat(run(sh("readlink /proc/self/fd/0")).output()).isEqualTo("/dev/null\n");
    }

    @Test
    void pipesInputUntilItIsClosed() throws IOException {
        start("cat", LaterFrames.withLifecycle(2, Exec.newBuilder().addArgs("cat")));
        client.send(channel, Command.newBuilder().setInput("héllo "));
        client.send(channel, Command.newBuilder().setInput("wörld\n"));
        client.outputUntil(channel, "wörld");
        client.send(channel, LaterFrames.inputClose());

        assertThat(outcome("cat").reply().hasOk()).isTrue();
    }

    @Test
    void inputBeforeTheFirstExecAsksForAPipeToo() throws IOException {
        client.send(channel, Command.newBuilder().setInput("early\n"));
        start("cat", Exec.newBuilder().addArgs("cat"));
        client.send(channel, LaterFrames.inputClose());

        Outcome outcome = outcome("cat");
        assertThat(outcome.output()).isEqualTo("early\n");
        assertThat(outcome.reply().hasOk()).isTrue();
    }

    @Test
    void takesMoreInputThanAnyBufferHolds() throws IOException {
        int pieces = 100;
        String piece = "x".repeat(64 * 1024);
        start("wc", LaterFrames.withLifecycle(2, sh("sleep 0.3; wc -c")));
        for (int i = 0; i < pieces; i++) {
            client.send(channel, Command.newBuilder().setInput(piece));
        }
        client.send(channel, LaterFrames.inputClose());

        assertThat(outcome("wc").output().strip()).isEqualTo(Integer.toString(pieces * piece.length()));
    }

    @Test
    void bytesPassAsTheyAreBothWays() throws IOException {
        byte[] every = new byte[256 * 4096];
        new Random(1).nextBytes(every);
        for (int i = 0; i < 256; i++) {
            every[i] = (byte) i;
        }
        start(
                "cat",
                LaterFrames.withLifecycle(2, Exec.newBuilder().addArgs("cat").setRawOutput(true)));
        int pieceBytes = 64 * 1024 - 1;
        for (int from = 0; from < every.length; from += pieceBytes) {
            int length = Math.min(pieceBytes, every.length - from);
            client.send(
                    channel,
                    Command.newBuilder().setSend(Send.newBuilder().setBuff(ByteString.copyFrom(every, from, length))));
        }
        client.send(channel, LaterFrames.inputClose());

        Outcome outcome = outcome("cat");
        assertThat(outcome.reply().hasOk()).isTrue();
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.bytes()).isEqualTo(ByteString.copyFrom(every));
    }

    @Test
    void bytesBeforeAKillAreAllThere() throws IOException {
        Outcome outcome = run(sh("printf 'a\\377\\303'; kill -9 $$").setRawOutput(true));

        assertThat(outcome.bytes().toByteArray()).containsExactly('a', 0xff, 0xc3);
        assertThat(outcome.reply().getError()).isEqualTo("signal: killed");
    }

    @Test
    void asTextWhatIsNoneIsReplacedAndTheRestIsWhole() throws IOException {
        assertThat(run(sh("printf 'a\\377'; printf '\\303'; sleep 0.05; printf '\\274b\\303'"))
                        .output())
                .isEqualTo("a\uFFFDüb\uFFFD");
    }

    @Test
    void manyFullMessagesAreNotHeldBackByTheRate() throws IOException {
        // A hundred a second would take these ten seconds and more; what is asserted is their number.
        Outcome outcome = run(sh("head -c 64000000 /dev/zero").setRawOutput(true));

        assertThat(outcome.bytes().size()).isEqualTo(64_000_000);
        long messages = outcome.before().stream().filter(Command::hasRecv).count();
        assertThat(messages).isLessThan(64_000_000 / (16 * 1024));
    }

    @Test
    void explainsInputThatCannotArrive() throws IOException {
        start("long", sh("echo up; exec sleep 1000"));
        client.outputUntil(channel, "up");

        assertThat(client.request(channel, Command.newBuilder().setInput("lost"))
                        .getError())
                .contains("standard input");
    }

    @Test
    void acceptsWhatTerminalsAccept() throws IOException {
        assertThat(client.request(channel, Command.newBuilder().setSaneTerm(SaneTerm.getDefaultInstance()))
                        .hasOk())
                .isTrue();
        assertThat(client.request(channel, Command.newBuilder().setResizeTerm(ResizeTerm.getDefaultInstance()))
                        .hasOk())
                .isTrue();
        assertThat(client.request(channel, Command.newBuilder().setPTYConfig(PTYConfig.getDefaultInstance()))
                        .hasOk())
                .isTrue();
    }

    @Test
    void deliversAMegabyteWhole() throws IOException {
        Outcome outcome = run(sh("seq 1 160000"));

        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 160_000; i++) {
            expected.append(i).append('\n');
        }
        assertThat(expected.length()).isGreaterThan(1_000_000);
        assertThat(outcome.output()).isEqualTo(expected.toString());
        assertThat(outcome.reply().hasOk()).isTrue();
    }

    @Test
    void makesValidTextOfAnything() throws IOException {
        assertThat(run(sh("printf 'a\\377b\\303'")).output()).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(run(sh("printf '\\360\\237'; sleep 0.2; printf '\\230\\200'"))
                        .output())
                .isEqualTo("\uD83D\uDE00");
    }

    @Test
    void answersWhenTheProgramEndsThoughABackgroundProcessHoldsItsOutput() throws IOException {
        Outcome outcome = run(sh("(sleep 0.5; echo late) & echo early"));

        assertThat(outcome.output()).isEqualTo("early\n");
        assertThat(outcome.reply().hasOk()).isTrue();
        assertThat(client.outputUntil(channel, "late")).isEqualTo("late\n");
    }

    @Test
    void tellsALateComerThatAProgramRunsAndWhatItSaid() throws IOException {
        String name = UUID.randomUUID().toString();
        int shared = client.open("exec", name, OpenChannel.Action.CREATE).getId();
        client.send(shared, Command.newBuilder().setExec(sh("echo said; exec sleep 1000")));
        client.outputUntil(shared, "said");
        try (WireClient late = RunningPid1.connect()) {
            assertThat(late.open("exec", name, OpenChannel.Action.ATTACH).getId())
                    .isEqualTo(shared);
            assertThat(late.nextCommand().getState()).isEqualTo(State.Running);
            assertThat(late.nextCommand().getOutput()).isEqualTo("said\n");
        }
        client.close(shared, CloseChannel.Action.CLOSE);
    }

    @Test
    void anAnonymousChannelsProcessesDieWithTheClient() throws IOException {
        List<Long> pids = sleepers(client, channel);

        client.close();

        await().untilAsserted(() -> assertThat(pids).noneMatch(ExecServiceTest::isAlive));
    }

    @Test
    void aNamedChannelsProcessesOutliveTheClientAndDieWithTheChannel() throws IOException {
        String name = UUID.randomUUID().toString();
        int named = client.open("exec", name, OpenChannel.Action.CREATE).getId();
        List<Long> pids = sleepers(client, named);
        client.close();

        try (WireClient other = RunningPid1.connect()) {
            int again = other.open("exec", name, OpenChannel.Action.ATTACH).getId();
            assertThat(pids).allMatch(ExecServiceTest::isAlive);
            other.close(again, CloseChannel.Action.TRY_CLOSE);
        }
        await().untilAsserted(() -> assertThat(pids).noneMatch(ExecServiceTest::isAlive));
    }

    @Test
    void killsBackgroundProcessesOfProgramsThatHaveEnded() throws IOException {
        Outcome outcome = run(sh("sleep 1000 >/dev/null 2>&1 & echo $!"));
        long background = Long.parseLong(outcome.output().strip());
        assertThat(isAlive(background)).isTrue();

        client.close(channel, CloseChannel.Action.CLOSE);

        await().untilAsserted(() -> assertThat(isAlive(background)).isFalse());
    }

    /** Starts a program, a child of it, and one that ignores the hang-up; gives their process ids. */
    private static List<Long> sleepers(WireClient client, int channel) throws IOException {
        client.send(
                channel,
                Command.newBuilder()
                        .setExec(sh("sleep 1000 & echo $!; sh -c 'trap \"\" HUP; echo $$; sleep 1000; sleep 1000' &"
                                + " sleep 0.2; echo $$; echo up; wait")));
        return client.outputUntil(channel, "up")
                .lines()
                .filter(line -> line.chars().allMatch(Character::isDigit))
                .map(Long::valueOf)
                .toList();
    }

    private static boolean isAlive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException gone) {
            return false;
        }
    }
}
