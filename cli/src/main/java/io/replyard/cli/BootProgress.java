package io.replyard.cli;

import io.replyard.cli.client.ReplConnection;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells a waiting person how far the Repl is. Says nothing when it is there within a second, nor the same thing twice. */
final class BootProgress implements Consumer<Command> {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String repl;
    private final Notices notices;
    private volatile String stage = "connected, waiting for an answer";
    private volatile @Nullable String elsewhere;

    BootProgress(String repl, Notices notices) {
        this.repl = repl;
        this.notices = notices;
    }

    @Override
    public void accept(Command command) {
        switch (command.getBodyCase()) {
            case BOOTSTATUS -> stage = text(command.getBootStatus());
            case CONTAINERSTATE -> {
                if (command.getContainerState().getState() == ContainerState.State.SLEEP) {
                    stage = "went to sleep";
                }
            }
            case REDIRECT -> elsewhere = command.getRedirect().getUrl();
            case TOAST -> notices.say(command.getToast().getText());
            case PROTOCOLERROR -> notices.say(command.getProtocolError().getText());
            default -> {}
        }
    }

    /**
     * Returns when the Repl is ready.
     *
     * @throws IOException as soon as it is known that it will not be
     */
    void awaitReady(ReplConnection connection, Duration timeout) throws IOException, TimeoutException {
        String told = "";
        for (Duration left = timeout; left.isPositive(); left = left.minus(PATIENCE)) {
            try {
                connection.awaitReady(left.compareTo(PATIENCE) < 0 ? left : PATIENCE);
                return;
            } catch (TimeoutException _) {
                String other = elsewhere;
                if (other != null) {
                    throw new IOException("the server sends its clients to " + other + "; use that as --url");
                }
                String now = stage;
                if (!now.equals(told)) {
                    notices.say(repl + ": " + now);
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
        return status.getTotal() == 0
                ? what
                : what + ", " + Integer.toUnsignedString(status.getProgress()) + " of "
                        + Integer.toUnsignedString(status.getTotal());
    }
}
