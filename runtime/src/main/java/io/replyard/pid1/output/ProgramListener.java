package io.replyard.pid1.output;

/** Hears what a program writes, in order. */
public interface ProgramListener {
    /** The next bytes, at least one; the array becomes the listener's. */
    void wrote(byte[] bytes);

    /** What was written so far is whole: nothing that follows belongs to its last character. */
    void flush();
}
