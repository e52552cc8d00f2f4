package io.replyard.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Standard input, output and error as they were when the process began. Any of them may have been closed; its number then
 * goes to the next file or socket that is opened, first of all to those of the Java runtime itself, which it only reads.
 * Therefore this must be asked before there is a connection. Where there is no Linux to ask, all are what they should be.
 */
final class Descriptor {
    private static final Path PROC = Path.of("/proc/self");
    private static final Path JAVA_RUNTIME = Path.of(System.getProperty("java.home"), "lib", "modules");
    private static final Pattern FLAGS = Pattern.compile("flags:\\s*([0-7]+)");
    private static final int ACCESS_MODE = 03;
    private static final int READ_ONLY = 0;

    static final Descriptor INPUT = new Descriptor(0);
    static final Descriptor OUTPUT = new Descriptor(1);
    static final Descriptor ERROR = new Descriptor(2);

    private final String target;
    private final boolean open;

    private Descriptor(int number) {
        target = target(number);
        open = !Files.isDirectory(PROC) || isUsable(number, target);
    }

    /** Whether it was open, for reading or for writing as its name says. */
    boolean isOpen() {
        return open;
    }

    /** Whether reads give nothing at all, ever: it was closed, or is /dev/null. */
    boolean isEmpty() {
        return !open || target.equals("/dev/null");
    }

    /** Whether somebody reads what is written there, and may stop to do so: a pipe or a socket. */
    boolean hasReader() {
        return target.startsWith("pipe:") || target.startsWith("socket:");
    }

    private static boolean isUsable(int number, String target) {
        try {
            Matcher flags = FLAGS.matcher(Files.readString(PROC.resolve("fdinfo/" + number)));
            boolean readOnly = flags.find() && (Integer.parseInt(flags.group(1), 8) & ACCESS_MODE) == READ_ONLY;
            // The runtime's own code is the first file it opens.
            return number == 0 ? !target.equals(JAVA_RUNTIME.toString()) : !readOnly;
        } catch (IOException closed) {
            return false;
        }
    }

    /** What it is open on, in the words of Linux; empty where it has no words. */
    private static String target(int number) {
        try {
            return Files.readSymbolicLink(PROC.resolve("fd/" + number)).toString();
        } catch (IOException unknown) {
            return "";
        }
    }
}
