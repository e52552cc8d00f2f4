package io.replyard.pid1.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineLoggerTest {
    /** A program chooses its name, and the log names it when the kernel has killed it. */
    @Test
    void aMessageIsOneLineThatSpeaksToNoTerminal() {
        StringBuilder line = new StringBuilder();

        LineLogger.quote(line, "killed \u001b[2J\u009b31m\u007fa\r\nÜ \"x\" \\");

        assertThat(line).hasToString("\"killed  [2J 31m a \\nÜ \\\"x\\\" \\\\\"");
    }
}
