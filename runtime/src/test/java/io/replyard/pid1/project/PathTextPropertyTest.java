package io.replyard.pid1.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any bytes are some text, which is valid, and no other bytes are the same. */
final class PathTextPropertyTest {
    @Property
    void theWayToTextAndBackLosesNothing(@ForAll("names") byte[] name) {
        String text = PathText.decode(name);

        assertThat(PathText.encode(text)).isEqualTo(name);
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
    }

    @Property
    void aSlashIsASlashAndADotADot(@ForAll String text) {
        byte[] bytes = PathText.encode(text);

        assertThat(new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^\0-\u007f]", ""))
                .isEqualTo(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                        .replaceAll("[^\0-\u007f]", ""));
    }

    @Provide
    Arbitrary<byte[]> names() {
        Arbitrary<Byte> likely = Arbitraries.of(
                (byte) 'a',
                (byte) 0xef,
                (byte) 0x9e,
                (byte) 0x9f,
                (byte) 0x80,
                (byte) 0xaf,
                (byte) 0xbf,
                (byte) 0xed,
                (byte) 0xa0,
                (byte) 0xf0,
                (byte) 0x90,
                (byte) 0xc3,
                (byte) 0xff);
        return Arbitraries.oneOf(likely, Arbitraries.bytes())
                .array(byte[].class)
                .ofMaxSize(20);
    }
}
