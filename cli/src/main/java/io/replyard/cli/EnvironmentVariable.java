package io.replyard.cli;

/** Variables of our own environment that stand in for options. */
final class EnvironmentVariable {
    private EnvironmentVariable() {}

    /** Its value; one that is set to nothing counts as not set, as in a shell's {@code ${NAME:-otherwise}}. */
    static String get(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
