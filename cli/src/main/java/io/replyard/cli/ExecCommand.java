package io.replyard.cli;

import io.replyard.cli.client.ReplChannel;
import io.replyard.cli.client.ReplConnection;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.OpenChannel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one program in a Repl, as if it ran here: input, output and exit code are its own. */
@Command(
        name = "exec",
        description = "Run a program in a Repl; its input, output and exit code become ours.",
        customSynopsis = "replyard exec [OPTIONS] REPL -- COMMAND [ARGUMENT...]",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExecCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Remote remote = new Remote();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The program and its arguments, after --.")
    private List<String> command = List.of();

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "Environment of the program; may be repeated.")
    private List<String> environment = List.of();

    @Option(
            names = {"-n", "--no-stdin"},
            description = "Do not pass standard input on; the program reads nothing.")
    private boolean noStdin;

    @Override
    public Integer call() throws IOException, TimeoutException {
        refuseOptionsInTheMiddle();
        Exec.Builder exec = Exec.newBuilder().addAllArgs(command).setRawOutput(true);
        environment.forEach(variable -> addVariable(exec, variable));
        boolean withInput = !noStdin && !Descriptor.INPUT.isEmpty();
        if (withInput) {
            exec.setLifecycle(Exec.Lifecycle.STDIN);
        }
        StandardOutput output = new StandardOutput();
        Notices notices = Notices.onStandardError();
        // Closing the connection ends the program, if it still runs then.
        try (ReplConnection repl = remote.connect(notices)) {
            ReplChannel channel = repl.openChannel("exec", "", OpenChannel.Action.CREATE, output);
            ExitStatus status = run(channel, exec, withInput, output);
            if (status.message() != null) {
                notices.say(status.message());
            }
            return status.code();
        }
    }

    /** Without {@code --}, an option of the program that looks like one of ours would be taken for ours. */
    private void refuseOptionsInTheMiddle() {
        if (spec != null) {
            List<String> typed = spec.commandLine().getParseResult().originalArgs();
            if (!typed.subList(typed.size() - command.size(), typed.size()).equals(command)) {
                throw new UsageException(
                        "write -- before the program, and every option of replyard's before that: replyard" + " exec "
                                + remote.repl() + " -- " + command.getFirst() + " ...");
            }
        }
    }

    private static void addVariable(Exec.Builder exec, String variable) {
        int equals = variable.indexOf('=');
        if (equals < 1) {
            throw new UsageException("--env " + variable + ": write NAME=VALUE");
        }
        exec.putEnv(variable.substring(0, equals), variable.substring(equals + 1));
    }

    private static ExitStatus run(ReplChannel channel, Exec.Builder exec, boolean withInput, StandardOutput output)
            throws IOException {
        CompletableFuture<ExitStatus> end = channel.exec(exec).thenApply(ExitStatus::of);
        // All output was written before the reply is seen; the reply of a program whose output failed is worth nothing.
        CompletableFuture<ExitStatus> whole = end.thenCompose(status -> {
            IOException failure = output.failure().getNow(null);
            return failure == null
                    ? CompletableFuture.completedFuture(status)
                    : CompletableFuture.failedFuture(failure);
        });
        var _ = output.failure().thenAccept(whole::completeExceptionally);
        if (withInput) {
            Thread.ofPlatform().daemon().name("stdin").start(() -> forwardInput(channel, whole));
        }
        return Waiting.await(whole);
    }

    /** What goes wrong here ends the wait for the program, unless that has ended first. */
    private static void forwardInput(ReplChannel channel, CompletableFuture<?> end) {
        try {
            StandardInput.forwardBytes(channel::input);
            channel.closeInput();
        } catch (IOException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }
}
