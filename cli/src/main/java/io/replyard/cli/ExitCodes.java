package io.replyard.cli;

import io.replyard.cli.client.ChannelRefusedException;
import io.replyard.cli.client.CloseStatus;
import io.replyard.cli.client.ConnectionClosedException;
import java.util.concurrent.TimeoutException;

/** What the command itself ends with when it could not do its work; below 126, which shells use for programs. */
final class ExitCodes {
    static final int USAGE = 2;
    static final int REFUSED = 122;
    static final int TRY_AGAIN = 123;
    static final int FAILED = 125;

    /** What a shell gives a filter that SIGPIPE ended: 128 + 13. */
    static final int READER_GONE = 141;

    private ExitCodes() {}

    static int of(Throwable failure) {
        return switch (failure) {
            case ConnectionClosedException closed -> of(closed.status());
            case ChannelRefusedException _ -> REFUSED;
            case ReaderGoneException _ -> READER_GONE;
            case TimeoutException _ -> TRY_AGAIN;
            case UsageException _ -> USAGE;
            default -> FAILED;
        };
    }

    static int of(CloseStatus status) {
        return switch (status.kind()) {
            case REFUSED -> REFUSED;
            case TRY_AGAIN -> TRY_AGAIN;
            case NORMAL, BROKEN -> FAILED;
        };
    }
}
