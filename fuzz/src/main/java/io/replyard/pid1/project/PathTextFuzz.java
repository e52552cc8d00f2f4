package io.replyard.pid1.project;

import com.google.protobuf.ByteString;
import io.replyard.fuzz.Expect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** Names of any bytes have a text of their own, which leads back to them; and a text is cut where its bytes would be. */
public final class PathTextFuzz {
    private PathTextFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        ByteString bytes = ByteString.copyFrom(data);
        String text = PathText.decode(data);
        Expect.same(ByteString.copyFrom(PathText.encode(text)), bytes, "bytes come back from their text");
        Expect.same(PathText.length(text), data.length, "a text is as long as its bytes");
        Expect.same(ByteString.copyFromUtf8(text).toStringUtf8(), text, "the text of any bytes is valid");

        Path path;
        try {
            path = PathText.path(text);
        } catch (IOException e) {
            Expect.that(text.indexOf(0) >= 0, "any bytes but NUL are a name: " + e.getMessage());
            return;
        }
        Expect.that(path.isAbsolute() == text.startsWith("/"), "an absolute text is an absolute path");
        if (path.getNameCount() == 0) {
            return;
        }
        Path relative = path.subpath(0, path.getNameCount());
        String again = PathText.of(relative);
        Expect.same(PathText.path(again), relative, "a path comes back from its text");
        Expect.same(again, plain(text), "no character of a path is lost");
    }

    /** Without the slashes that say nothing. */
    private static String plain(String text) {
        String single = text.replaceAll("/+", "/");
        int from = single.startsWith("/") ? 1 : 0;
        int to = single.length() > from && single.endsWith("/") ? single.length() - 1 : single.length();
        return single.substring(from, Math.max(from, to));
    }

    public static List<byte[]> seeds() {
        return List.of(
                "src/main.py".getBytes(StandardCharsets.UTF_8),
                "/a//größe/日本/".getBytes(StandardCharsets.UTF_8),
                "a/../%41\\\uf780".getBytes(StandardCharsets.UTF_8),
                HexFormat.of().parseHex("61ff2fc3efbe80ef9e80"));
    }
}
