package io.replyard.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Inputs made from others by a few random changes; the same each time. */
final class Mutations {
    private static final int CHANGES = 6;
    private static final int LONGEST_INSERT = 16;
    private static final byte[] TELLING = {0, 1, '\n', '\r', '/', '.', '$', 0x1b, 0x7f, -128, -1};

    private final Random random;
    private final List<byte[]> seeds;

    Mutations(long seed, List<byte[]> seeds) {
        this.random = new Random(seed);
        this.seeds = seeds;
    }

    byte[] next() {
        byte[] input = seeds.get(random.nextInt(seeds.size()));
        for (int i = random.nextInt(CHANGES); i >= 0; i--) {
            input = changed(input);
        }
        return input;
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(LONGEST_INSERT));
        return switch (random.nextInt(6)) {
            case 0 -> joined(input, from, new byte[0], to);
            case 1 -> joined(input, from, bytes(), from);
            case 2 -> joined(input, from, Arrays.copyOfRange(input, from, to), from);
            case 3 ->
                joined(input, from, one(TELLING[random.nextInt(TELLING.length)]), Math.min(input.length, from + 1));
            case 4 -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                int at = random.nextInt(other.length + 1);
                yield joined(input, from, Arrays.copyOfRange(other, at, other.length), input.length);
            }
            default -> {
                byte[] flipped = input.clone();
                if (from < input.length) {
                    flipped[from] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
                yield flipped;
            }
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(LONGEST_INSERT)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] one(byte value) {
        return new byte[] {value};
    }

    /** The first bytes, these, and those from there on. */
    private static byte[] joined(byte[] input, int first, byte[] middle, int rest) {
        byte[] all = Arrays.copyOf(input, first + middle.length + input.length - rest);
        System.arraycopy(middle, 0, all, first, middle.length);
        System.arraycopy(input, rest, all, first + middle.length, input.length - rest);
        return all;
    }
}
