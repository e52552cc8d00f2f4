package io.replyard.pid1.project;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Paths as clients see them. A name on disk is any bytes, text on the wire is Unicode: what is UTF-8 is that text, and
 * a byte that is not is one character of U+F780 to U+F7FF, U+F700 and the byte's value. These characters are nobody's
 * in Unicode. (A name that holds one of them by itself comes as its three bytes, so that no two names look the same.)
 * They stand for no byte of ASCII, so nothing that a path is cut by can hide in them; and unlike backslashes or percent
 * signs they are in no name that people give.
 *
 * <p>The JDK's own conversion depends on the locale that the pod's environment names, and loses what does not fit. What
 * is not ASCII goes through {@code file:} URIs, which keep the bytes.
 */
public final class PathText {
    private static final char BYTES = '\uf700';
    private static final char FIRST = '\uf780';
    private static final char LAST = '\uf7ff';
    private static final Path TOP = Path.of("/");

    private PathText() {}

    /** The text for a relative path; every path has one of its own. */
    public static String of(Path path) {
        String text = path.toString();
        return isAscii(text) ? text : decode(bytes(path));
    }

    /**
     * The path that a text means, relative or absolute as the text.
     *
     * @throws IOException if it has a NUL, which no name can have
     */
    static Path path(String text) throws IOException {
        if (text.indexOf('\0') >= 0) {
            throw GoErrors.refusal("invalid argument: Nul character not allowed");
        }
        if (isAscii(text)) {
            return Path.of(text);
        }
        StringBuilder uri = new StringBuilder("file://");
        // Two slashes in a row are one, which Path.of(URI) leaves to us.
        for (byte unit : encode(("/" + text).replaceAll("/+", "/"))) {
            uri.append(unit == '/' ? "/" : "%" + HexFormat.of().toHexDigits(unit));
        }
        Path absolute = Path.of(URI.create(uri.toString()));
        // Not relativize, which would take a ".." out as if the top were above itself.
        return text.startsWith("/") ? absolute : absolute.subpath(0, absolute.getNameCount());
    }

    /** Bytes that the path takes on disk. */
    static int length(String text) {
        return encode(text).length;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static byte[] bytes(Path path) {
        String[] parts = TOP.resolve(path).toUri().getRawPath().split("%", -1);
        ByteBuffer bytes =
                ByteBuffer.allocate(parts.length + String.join("", parts).length());
        bytes.put(parts[0].getBytes(StandardCharsets.US_ASCII));
        for (int i = 1; i < parts.length; i++) {
            bytes.put((byte) HexFormat.fromHexDigits(parts[i], 0, 2));
            bytes.put(parts[i].substring(2).getBytes(StandardCharsets.US_ASCII));
        }
        // Without the first slash, and without the last one, which a URI has if there happens to be a folder.
        int from = 1;
        int to = bytes.get(bytes.position() - 1) == '/' ? bytes.position() - 1 : bytes.position();
        byte[] relative = new byte[to - from];
        bytes.get(from, relative);
        return relative;
    }

    static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        StringBuilder text = new StringBuilder(bytes.length);
        while (in.hasRemaining()) {
            CoderResult result = decoder.decode(in, out, true);
            out.flip();
            out.chars().forEach(c -> append(text, (char) c));
            out.clear();
            for (int i = 0; i < (result.isError() ? result.length() : 0); i++) {
                text.append((char) (BYTES + (in.get() & 0xff)));
            }
            decoder.reset();
        }
        return text.toString();
    }

    private static void append(StringBuilder text, char c) {
        if (c < FIRST || c > LAST) {
            text.append(c);
            return;
        }
        for (byte unit : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
            text.append((char) (BYTES + (unit & 0xff)));
        }
    }

    static byte[] encode(String text) {
        ByteBuffer out = ByteBuffer.allocate(text.length() * 3);
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            boolean isByte = at < text.length() && text.charAt(at) >= FIRST && text.charAt(at) <= LAST;
            if (isByte || at == text.length()) {
                out.put(text.substring(from, at).getBytes(StandardCharsets.UTF_8));
                from = at + 1;
            }
            if (isByte) {
                out.put((byte) (text.charAt(at) - BYTES));
            }
        }
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }
}
