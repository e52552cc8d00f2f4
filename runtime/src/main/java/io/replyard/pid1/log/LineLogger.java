package io.replyard.pid1.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** {@code time=… level=… repl=… logger=… msg="…"}, one line whatever the message holds. Level INFO and above. */
public final class LineLogger implements System.Logger {
    private static volatile String repl = "";

    private final String name;
    private final String shortName;

    LineLogger(String name) {
        this.name = name;
        this.shortName = name.substring(name.lastIndexOf('.') + 1);
    }

    /**
     * Says which Repl all lines from now on are about; until then {@code repl} is empty.
     *
     * @param id {@code spec.id}
     */
    public static void setRepl(String id) {
        repl = id;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return level.getSeverity() >= Level.INFO.getSeverity() && level != Level.OFF;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        if (!isLoggable(level)) {
            return;
        }
        StringBuilder line = new StringBuilder(160).append("time=");
        time(line, System.currentTimeMillis());
        line.append(" level=")
                .append(level)
                .append(" repl=")
                .append(repl)
                .append(" logger=")
                .append(shortName)
                .append(" msg=");
        quote(line, String.valueOf(message));
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            line.append(" error=");
            quote(line, trace.toString());
        }
        System.err.println(line);
    }

    /** What {@link System.Logger} calls for a plain message, then without parameters. */
    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String format, Object @Nullable ... parameters) {
        boolean plain = parameters == null || parameters.length == 0;
        log(level, bundle, plain ? format : MessageFormat.format(String.valueOf(format), parameters), (Throwable) null);
    }

    /** RFC 3339 by hand: the JDK's formatter takes milliseconds to get ready, and pid1's first line is on the way to READY. */
    private static void time(StringBuilder line, long millis) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000L), 0, ZoneOffset.UTC);
        digits(line, utc.getYear(), 1000).append('-');
        digits(line, utc.getMonthValue(), 10).append('-');
        digits(line, utc.getDayOfMonth(), 10).append('T');
        digits(line, utc.getHour(), 10).append(':');
        digits(line, utc.getMinute(), 10).append(':');
        digits(line, utc.getSecond(), 10).append('.');
        digits(line, (int) Math.floorMod(millis, 1000L), 100).append('Z');
    }

    private static StringBuilder digits(StringBuilder line, int number, int highest) {
        for (int unit = highest; unit > 0; unit /= 10) {
            line.append((char) ('0' + number / unit % 10));
        }
        return line;
    }

    static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> line.append('\\').append(c);
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                default -> line.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        line.append('"');
    }
}
