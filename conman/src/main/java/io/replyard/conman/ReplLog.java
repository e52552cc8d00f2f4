package io.replyard.conman;

import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Log lines about one Repl: its id and the session's number go along as fields, so that they can be searched for. */
public final class ReplLog {
    /** Field: the id of the Repl, {@code spec.id}. */
    public static final String REPL = "repl";

    /** Field: the number that pid1 gave the session. */
    public static final String SESSION = "session";

    private final Logger logger;

    /** Lines in the name of this class. */
    public ReplLog(Class<?> source) {
        this.logger = Logger.getLogger(source);
    }

    /** A line at DEBUG. */
    public void debug(@Nullable String replId, int session, String message) {
        if (logger.isDebugEnabled()) {
            write(Logger.Level.DEBUG, replId, session, message, null);
        }
    }

    /** A line at INFO; {@code session} 0 when there is none yet. */
    public void info(@Nullable String replId, int session, String message) {
        write(Logger.Level.INFO, replId, session, message, null);
    }

    /** A line at WARN. */
    public void warn(@Nullable String replId, int session, String message, @Nullable Throwable cause) {
        write(Logger.Level.WARN, replId, session, message, cause);
    }

    private void write(
            Logger.Level level, @Nullable String replId, int session, String message, @Nullable Throwable cause) {
        if (replId != null) {
            MDC.put(REPL, replId);
        }
        if (session != 0) {
            MDC.put(SESSION, session);
        }
        try {
            logger.log(level, message, cause);
        } finally {
            MDC.remove(REPL);
            MDC.remove(SESSION);
        }
    }
}
