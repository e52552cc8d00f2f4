package io.replyard.conman.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MaskTest {
    @Property
    void aPayloadInPiecesIsMaskedByteByByte(
            @ForAll byte[] payload, @ForAll int key, @ForAll @IntRange(min = 1, max = 40) int piece) {
        ByteBuf bytes = Unpooled.copiedBuffer(payload);
        for (int from = 0; from < payload.length; from += piece) {
            Mask.apply(bytes.slice(from, Math.min(piece, payload.length - from)), key, from);
        }

        for (int i = 0; i < payload.length; i++) {
            assertThat(bytes.getByte(i)).isEqualTo((byte) (payload[i] ^ (key >>> (24 - 8 * (i % 4)))));
        }
    }
}
