package io.replyard.pid1.program;

/** As what clients get what a program writes. */
public enum OutputForm {
    /** As {@code output}: text, with U+FFFD for what is not UTF-8, kept for late comers. */
    TEXT,
    /** As {@code recv}: the bytes as they are. */
    RAW
}
