package io.replyard.cli;

import io.replyard.cli.client.ReplConnection;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.Command;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Tells a waiting person how far the Repl is. Says nothing when it is there within a second, nor the same thing twice. */
final class BootProgress implements Consumer<Command> {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String repl;
    private final PrintWriter err;
    private volatile String stage = "connected, waiting for an answer";

    BootProgress(String repl, PrintWriter err) {
        this.repl = repl;
        this.err = err;
    }

    @Override
    public void accept(Command command) {
        if (command.hasBootStatus()) {
            stage = text(command.getBootStatus());
        } else if (command.hasToast()) {
            err.println("replyard: " + command.getToast().getText());
            err.flush();
        }
    }

    void awaitReady(ReplConnection connection, Duration timeout) throws IOException, TimeoutException {
        String told = "";
        for (Duration left = timeout; left.isPositive(); left = left.minus(PATIENCE)) {
            try {
                connection.awaitReady(left.compareTo(PATIENCE) < 0 ? left : PATIENCE);
                return;
            } catch (TimeoutException _) {
                String now = stage;
                if (!now.equals(told)) {
                    err.println("replyard: " + repl + ": " + now);
                    err.flush();
                    told = now;
                }
            }
        }
        throw new TimeoutException(repl + " is not ready after " + timeout.toSeconds() + " s (" + stage
                + "); it goes on starting, try again, or give it longer with --timeout");
    }

    static String text(BootStatus status) {
        String what = switch (status.getStage()) {
            case HANDSHAKE -> "token accepted";
            case PROXY -> "forwarded to where it runs";
            case ACQUIRING -> "waking up";
            case LOAD_BLOCK, PULL_FILES -> "loading files";
            case COMPLETE -> "files are there, starting";
            case RETRY -> "starting over";
            case UNRECOGNIZED -> "starting (stage " + status.getStageValue() + ")";
        };
        return status.getTotal() == 0 ? what : what + ", " + status.getProgress() + " of " + status.getTotal();
    }
}
