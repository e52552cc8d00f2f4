package io.replyard.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Our standard input as text, since the protocol's input is text: UTF-8, cut only between characters. */
final class StandardInput {
    private static final int CHUNK = 8192;

    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
    private final CharBuffer chars = CharBuffer.allocate(CHUNK);
    private long decoded;

    /** Takes what was read. */
    interface Sink {
        /** Returns false to stop reading. */
        boolean accept(String text) throws IOException;
    }

    private StandardInput(CodingErrorAction malformed) {
        decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(malformed);
    }

    /**
     * Reads until the end, or until the sink has enough.
     *
     * @throws UsageException at the first byte that belongs to no UTF-8 text; what was before it has been passed on
     */
    static void forwardText(Sink sink) throws IOException {
        new StandardInput(CodingErrorAction.REPORT).forward(new FileInputStream(FileDescriptor.in), sink);
    }

    /** As {@link #forwardText}; keys that are no text become U+FFFD, so that a slip of the hand does not end a session. */
    static void forwardKeys(Sink sink) throws IOException {
        new StandardInput(CodingErrorAction.REPLACE).forward(new FileInputStream(FileDescriptor.in), sink);
    }

    static void forwardText(InputStream in, Sink sink) throws IOException {
        new StandardInput(CodingErrorAction.REPORT).forward(in, sink);
    }

    private void forward(InputStream in, Sink sink) throws IOException {
        boolean more = true;
        while (more) {
            int n = read(in);
            bytes.position(bytes.position() + Math.max(n, 0));
            more = pass(n < 0, sink) && n >= 0;
        }
    }

    private int read(InputStream in) throws IOException {
        try {
            return in.read(bytes.array(), bytes.position(), bytes.remaining());
        } catch (IOException e) {
            throw new IOException("standard input: " + e.getMessage(), e);
        }
    }

    /** Passes on all whole characters. Never more chars than bytes: one buffer is as large as the other. */
    private boolean pass(boolean end, Sink sink) throws IOException {
        bytes.flip();
        CoderResult result = decoder.decode(bytes, chars, end);
        decoded += bytes.position();
        bytes.compact();
        String text = chars.flip().toString();
        chars.clear();
        boolean wanted = text.isEmpty() || sink.accept(text);
        if (result.isError()) {
            throw new UsageException("standard input is not UTF-8 text at byte " + decoded
                    + " (counted from 0); the protocol carries text, so encode it first, for example with base64");
        }
        return wanted;
    }
}
