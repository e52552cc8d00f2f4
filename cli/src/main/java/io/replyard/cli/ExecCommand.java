package io.replyard.cli;

import io.replyard.cli.client.ConnectionClosedException;
import io.replyard.cli.client.ReplChannel;
import io.replyard.cli.client.ReplConnection;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.OpenChannel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one program in a Repl, as if it ran here: input, output and exit code are its own. */
@Command(
        name = "exec",
        description = "Run a program in a Repl; its input, output and exit code become ours.",
        customSynopsis = "replyard exec [OPTIONS] REPL -- COMMAND [ARGUMENT...]",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExecCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote = new Remote();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The program and its arguments, after --.")
    private List<String> command = List.of();

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "Environment of the program; may be repeated.")
    private Map<String, String> environment = Map.of();

    @Option(
            names = {"-n", "--no-stdin"},
            description = "Do not pass standard input on; the program reads nothing.")
    private boolean noStdin;

    @Override
    public Integer call() throws IOException, TimeoutException {
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        try (ReplConnection repl = remote.connect(err)) {
            ReplChannel channel = repl.openChannel("exec", "", OpenChannel.Action.CREATE, new StandardOutput());
            ExitStatus status = run(channel, err);
            if (status.message() != null) {
                err.println("replyard: " + status.message());
            }
            return status.code();
        }
    }

    private ExitStatus run(ReplChannel channel, PrintWriter err) throws IOException {
        Exec.Builder exec = Exec.newBuilder().addAllArgs(command).putAllEnv(environment);
        var reply = channel.exec(noStdin ? exec : exec.setLifecycle(Exec.Lifecycle.STDIN));
        if (!noStdin) {
            Thread.ofPlatform().daemon().name("stdin").start(() -> forwardInput(channel, err));
        }
        return ExitStatus.of(Waiting.await(reply));
    }

    private static void forwardInput(ReplChannel channel, PrintWriter err) {
        try {
            StandardInput.forward(text -> {
                channel.input(text);
                return true;
            });
            channel.closeInput();
        } catch (ConnectionClosedException _) {
            // Whoever waits for the program tells about it.
            return;
        } catch (IOException e) {
            err.println("replyard: standard input: " + e.getMessage());
        }
    }
}
