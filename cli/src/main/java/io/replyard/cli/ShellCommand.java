package io.replyard.cli;

import io.replyard.cli.client.ReplChannel;
import io.replyard.cli.client.ReplConnection;
import io.replyard.proto.wire.OpenChannel;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A terminal in a Repl. */
@Command(
        name = "shell",
        description = "Open a terminal in a Repl. Leave it with Enter ~ .",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ShellCommand implements Callable<Integer> {
    @Mixin
    private final Remote remote = new Remote();

    @Override
    public Integer call() throws IOException, TimeoutException {
        RawTerminal terminal = RawTerminal.find();
        Notices notices = Notices.onStandardError();
        try (ReplConnection repl = remote.connect(notices)) {
            notices.line("Connected to " + remote.repl() + ". Leave with Enter ~ .");
            boolean left;
            try (terminal) {
                terminal.enter();
                left = talk(repl, terminal);
            } finally {
                // The cursor may be anywhere in a line.
                notices.line("");
            }
            notices.say((left ? "left " : "the terminal was closed by ") + remote.repl());
            return 0;
        }
    }

    /** Returns true when the person left, false when the Repl closed the terminal. */
    private static boolean talk(ReplConnection repl, RawTerminal terminal) throws IOException {
        StandardOutput output = new StandardOutput();
        ReplChannel channel = repl.openChannel("shell", "", OpenChannel.Action.CREATE, output);
        CompletableFuture<Boolean> end = channel.closed().thenApply(status -> false);
        var _ = output.failure().thenAccept(end::completeExceptionally);
        resize(channel, terminal);
        Signals.listen("WINCH", () -> attempt(end, () -> resize(channel, terminal)));
        Thread.ofPlatform()
                .daemon()
                .name("stdin")
                .start(() -> attempt(end, () -> {
                    forwardKeys(channel);
                    end.complete(true);
                }));
        return Waiting.await(end);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(CompletableFuture<Boolean> end, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private static void forwardKeys(ReplChannel channel) throws IOException {
        EscapeKeys escape = new EscapeKeys();
        StandardInput.forwardKeys(keys -> {
            EscapeKeys.Typed typed = escape.type(keys);
            if (!typed.text().isEmpty()) {
                channel.input(typed.text());
            }
            return !typed.leave();
        });
    }

    private static void resize(ReplChannel channel, RawTerminal terminal) throws IOException {
        RawTerminal.Size size = terminal.size();
        channel.resize(size.rows(), size.cols());
    }
}
