package io.replyard.cli;

import com.google.protobuf.ByteString;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Our standard input: as it is for a program, as text for a terminal, since the protocol's keys are text. */
final class StandardInput {
    private static final int KEYS = 8192;

    /** Takes what was read. */
    interface Bytes {
        void accept(ByteString bytes) throws IOException;
    }

    /** Takes what was typed. */
    interface Keys {
        /** Returns false to stop reading. */
        boolean accept(String text) throws IOException;
    }

    private StandardInput() {}

    /** Reads until the end. What comes while the sink is busy goes as one piece. */
    static void forwardBytes(Bytes sink) throws IOException {
        forwardBytes(new FileInputStream(FileDescriptor.in), sink);
    }

    static void forwardBytes(InputStream in, Bytes sink) throws IOException {
        ReadAhead ahead = ReadAhead.start(in);
        for (ByteString bytes = ahead.next(); !bytes.isEmpty(); bytes = ahead.next()) {
            sink.accept(bytes);
        }
    }

    /**
     * Reads until the end, or until the sink has enough; cut only between characters. Keys that are no text become U+FFFD, so that a
     * slip of the hand does not end a session.
     */
    static void forwardKeys(Keys sink) throws IOException {
        forwardKeys(new FileInputStream(FileDescriptor.in), sink);
    }

    static void forwardKeys(InputStream in, Keys sink) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
        ByteBuffer bytes = ByteBuffer.allocate(KEYS);
        // Never more chars than bytes: one buffer is as large as the other.
        CharBuffer chars = CharBuffer.allocate(KEYS);
        boolean more = true;
        while (more) {
            int count = read(in, bytes.array(), bytes.position(), bytes.remaining());
            bytes.position(bytes.position() + Math.max(count, 0)).flip();
            decoder.decode(bytes, chars, count < 0);
            bytes.compact();
            String text = chars.flip().toString();
            chars.clear();
            more = (text.isEmpty() || sink.accept(text)) && count >= 0;
        }
    }

    static int read(InputStream in, byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (IOException e) {
            throw new IOException("standard input: " + e.getMessage(), e);
        }
    }
}
