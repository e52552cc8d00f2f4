package io.replyard.pid1.service.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.pid1.RunningPid1;
import io.replyard.pid1.client.WireClient;
import io.replyard.proto.wire.Clear;
import io.replyard.proto.wire.CloseChannel;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.PTYConfig;
import io.replyard.proto.wire.ResizeTerm;
import io.replyard.proto.wire.RunMain;
import io.replyard.proto.wire.SaneTerm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShellServiceTest {
    private final WireClient client;
    private final int shell;

    ShellServiceTest() throws IOException {
        client = RunningPid1.connect();
        shell = client.open("shell");
    }

    @AfterEach
    void hangUp() throws IOException {
        client.close();
    }

    private void type(String keys) throws IOException {
        client.send(shell, Command.newBuilder().setInput(keys));
    }

    /** Types a line whose output cannot be confused with its own echo, and reads up to that output. */
    private String ask(String line, String answer) throws IOException {
        type(line + "\n");
        return client.outputUntil(shell, answer);
    }

    @Test
    void isAnInteractiveShellInTheProjectFolder() throws IOException {
        ask("echo \"<$PWD>\"", "<" + RunningPid1.project() + ">");
        assertThat(ask("[[ $- == *i* ]] && echo inter\"\"active", "interactive"))
                .isNotEmpty();
        ask("tty | sed s/pts/terminal/", "/dev/terminal/");
    }

    @Test
    void hasTheUsualSizeAndFollowsResizing() throws IOException {
        ask("stty size | tr ' ' x", "24x80");
        client.send(shell, resize(50, 132));
        ask("stty size | tr ' ' x", "50x132");
        client.send(shell, resize(0, 10));
        client.send(shell, resize(10, 0));
        ask("stty size | tr ' ' x; echo e\"\"nd", "end");
        assertThat(ask("stty size | tr ' ' x", "50x132")).isNotEmpty();
    }

    @Test
    void programsHearOfResizing() throws IOException {
        ask("trap 'echo win\"\"dow changed' WINCH; echo re\"\"ady", "ready");
        client.send(shell, resize(33, 44));
        // bash runs the trap when it comes back to the prompt.
        ask("", "window changed");
    }

    @Test
    void interruptsTheProgramInTheForeground() throws IOException {
        type("sh -c 'echo star\"\"ted; exec sleep 1000'\n");
        client.outputUntil(shell, "started");
        type("\u0003");
        ask("echo co\"\"de $?", "code 130");
    }

    @Test
    void controlsJobs() throws IOException {
        long job = jobInBackground("sleep 1000");
        ask("jobs | tr R r", "running");
        type("fg\n");
        awaitForeground(job);
        type("\u001a");
        client.outputUntil(shell, "Stopped");
        ask("bg; jobs | tr R r", "running");
        type("fg\n");
        awaitForeground(job);
        type("\u0003");
        ask("echo le\"\"ft $(jobs | wc -l)", "left 0");
    }

    @Test
    void backgroundJobsDieWithTheClient() throws IOException {
        long pid = jobInBackground("nohup sleep 1000");
        assertThat(isAlive(pid)).isTrue();

        client.close();

        await().untilAsserted(() -> assertThat(isAlive(pid)).isFalse());
    }

    @Test
    void aNewShellReplacesOneThatEnds() throws IOException {
        client.send(shell, resize(41, 97));
        String first = pid(ask("echo \"<$$>\"; echo en\"\"d", "end"));
        type("exit\n");
        // bash's marks around the editing of a line: the last of the old one, the first of the new one.
        client.outputUntil(shell, "[?2004l");
        client.outputUntil(shell, "[?2004h");
        String second = pid(ask("echo \"<$$>\"; echo ag\"\"ain", "again"));

        assertThat(second).isNotEqualTo(first);
        ask("stty size | tr ' ' x", "41x97");
    }

    /** Modes are set while a program has the terminal: a shell that edits a line puts its own back afterwards. */
    @Test
    void makesTheTerminalSaneAgain() throws IOException {
        type("sh -c 'stty raw -echo intr undef; echo bro\"\"ken; read x; stty -a; echo do\"\"ne'\n");
        client.outputUntil(shell, "broken");
        client.send(shell, Command.newBuilder().setSaneTerm(SaneTerm.getDefaultInstance()));
        type("\r");
        assertThat(client.outputUntil(shell, "done"))
                .contains("intr = ^C", "\nopost", " onlcr", " icanon", " echo ", "\nisig", " icrnl");
    }

    /** The kernel edits the line for programs that do not do it themselves. */
    @Test
    void erasesWholeLetters() throws IOException {
        ask("sh -c 'stty -a; echo do\"\"ne'", " iutf8");
        type("sh -c 'echo star\"\"ted; read x; printf %s \"<$x>\" | od -An -c; echo re\"\"ad'\n");
        client.outputUntil(shell, "started");
        type("ä\u007f日\u007f\n");
        assertThat(client.outputUntil(shell, "read")).contains("<   >");
    }

    @Test
    void pipeModeLeavesOutputAlone() throws IOException {
        type("sh -c 'echo star\"\"ted; read x; stty -a; echo do\"\"ne'\n");
        client.outputUntil(shell, "started");
        client.send(
                shell, Command.newBuilder().setPTYConfig(PTYConfig.newBuilder().setPipeMode(true)));
        type("\n");
        String modes = client.outputUntil(shell, "done");

        assertThat(modes)
                .contains("-opost", "\nisig", " icrnl", "-icanon", "-echo ")
                .contains("\ndone");
        assertThat(modes).doesNotContain("\r\ndone");
    }

    @Test
    void replaysWhatWasOnTheScreenBeforeNewOutput() throws IOException {
        String name = UUID.randomUUID().toString();
        int shared = client.open("shell", name, OpenChannel.Action.CREATE).getId();
        client.send(shared, Command.newBuilder().setInput("echo be\"\"fore\n"));
        client.outputUntil(shared, "before");
        try (WireClient late = RunningPid1.connect()) {
            assertThat(late.open("shell", name, OpenChannel.Action.ATTACH).getId())
                    .isEqualTo(shared);
            Command first = late.nextCommand();
            assertThat(first.getSession()).isEqualTo(late.session());
            assertThat(first.getOutput()).contains("before");
            client.send(shared, Command.newBuilder().setInput("echo af\"\"ter\n"));
            assertThat(late.outputUntil(shared, "after")).doesNotContain("before");
            client.outputUntil(shared, "after");
        }
        client.close(shared, CloseChannel.Action.CLOSE);
    }

    /** A terminal answers what is asked of it, and the answer would be typed into whatever runs by then. */
    @Test
    void whoComesLaterIsNotAskedAgain() throws IOException {
        String name = UUID.randomUUID().toString();
        int shared = client.open("shell", name, OpenChannel.Action.CREATE).getId();
        client.send(
                shared,
                Command.newBuilder().setInput("printf '<\\033[6n\\033[c\\033]11;?\\007>\\n'; echo as\"\"ked\n"));
        assertThat(client.outputUntil(shared, "asked")).contains("<\u001b[6n\u001b[c\u001b]11;?\u0007>");
        try (WireClient late = RunningPid1.connect()) {
            late.open("shell", name, OpenChannel.Action.ATTACH);
            assertThat(late.outputUntil(shared, "asked")).contains("<>");
        }
        client.close(shared, CloseChannel.Action.CLOSE);
    }

    @Test
    void acknowledgesTheRunButtonAndRefusesTheUnknown() throws IOException {
        assertThat(client.request(shell, Command.newBuilder().setRunMain(RunMain.getDefaultInstance()))
                        .hasOk())
                .isTrue();
        assertThat(client.request(shell, Command.newBuilder().setClear(Clear.getDefaultInstance()))
                        .hasOk())
                .isTrue();
        assertThat(client.request(shell, Command.newBuilder().setEval("1")).getError())
                .contains("eval");
    }

    private long jobInBackground(String command) throws IOException {
        String output = ask(command + " & echo \"<$!>\"; echo no\"\"ted", "noted");
        return Long.parseLong(pid(output));
    }

    /** fg prints the job's command before it hands the terminal over; a key pressed in between is the shell's. */
    private static void awaitForeground(long pid) {
        await().untilAsserted(() -> {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            String processGroup = afterName[2];
            String foregroundOfTerminal = afterName[5];
            assertThat(foregroundOfTerminal).isEqualTo(processGroup);
        });
    }

    private static Command.Builder resize(int rows, int columns) {
        return Command.newBuilder()
                .setResizeTerm(ResizeTerm.newBuilder().setRows(rows).setCols(columns));
    }

    private static String pid(String output) {
        return output.replaceAll("(?s).*<(\\d+)>.*", "$1");
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
