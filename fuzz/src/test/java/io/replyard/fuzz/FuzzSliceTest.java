package io.replyard.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each target over its seeds and some thousand inputs made from them, without the fuzzer: what is broken already is found here. */
class FuzzSliceTest {
    private static final int INPUTS = 2_000;

    static Stream<Target> targets() throws Exception {
        return Target.all().stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void itsPropertiesHold(Target target) throws Throwable {
        List<byte[]> seeds = target.seeds();
        run(target, new byte[0]);
        for (byte[] seed : seeds) {
            run(target, seed);
        }
        Mutations mutations = new Mutations(target.name().hashCode(), seeds);
        for (int i = 0; i < INPUTS; i++) {
            run(target, mutations.next());
        }
    }

    @Test
    void theTargetsAreFound() throws Exception {
        assertThat(Target.all()).hasSizeGreaterThan(20);
    }

    private static void run(Target target, byte[] input) {
        try {
            target.run(input);
        } catch (Throwable e) {
            throw new AssertionError(target.name() + " with " + HexFormat.of().formatHex(input), e);
        }
    }
}
