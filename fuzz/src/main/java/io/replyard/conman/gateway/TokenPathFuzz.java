package io.replyard.conman.gateway;

import io.replyard.fuzz.Expect;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any token comes through a path as it was, whatever the path is wrapped in; what is no path to a token is told so. */
public final class TokenPathFuzz {
    private TokenPathFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        for (String wrapped : List.of("%s", "%s?a=/b", "http://host:1%s", "wss://host%s#x?y")) {
            String uri = wrapped.formatted("/wsv2/" + encoded(text));
            Expect.same(TokenPath.of(uri), new TokenPath.Token(text), "a token comes through as it was");
        }
        if (TokenPath.of(text) instanceof TokenPath.Token(String raw)) {
            Expect.that(text.contains("/wsv2/"), "no token without its path");
            Expect.same(
                    TokenPath.of("/wsv2/" + encoded(raw)), new TokenPath.Token(raw), "a token that came comes again");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public static List<byte[]> seeds() {
        return List.of(
                        "/wsv2/v2.public.a_b-c.d",
                        "http://h/wsv2/%41%zz?q",
                        "/x/wsv2/a/b",
                        "a+b%20c#d",
                        "wsv2://wsv2/wsv2/x")
                .stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
