package io.replyard.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * Our standard input as text, since the protocol's input is text: UTF-8, cut only between characters; what is no UTF-8
 * arrives as U+FFFD.
 */
final class StandardInput {
    private static final int CHUNK = 8192;

    /** Takes what was read. */
    interface Sink {
        /** Returns false to stop reading. */
        boolean accept(String text) throws IOException;
    }

    private StandardInput() {}

    /** Reads until the end, or until the sink has enough. */
    static void forward(Sink sink) throws IOException {
        forward(new FileInputStream(FileDescriptor.in), sink);
    }

    static void forward(InputStream in, Sink sink) throws IOException {
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        char[] chunk = new char[CHUNK];
        for (int n = reader.read(chunk); n >= 0; n = reader.read(chunk)) {
            if (!sink.accept(new String(chunk, 0, n))) {
                return;
            }
        }
    }
}
