package io.replyard.conman.relay;

import java.util.BitSet;

/**
 * Which bodies travel in which direction, by field number. What is not listed does not pass: a body that is new to the
 * protocol is added here on purpose, in the right direction.
 */
final class Bodies {
    /** Later than the seeds: the client's input has ended. */
    private static final int INPUT_CLOSE = 49;

    private static final BitSet FROM_CLIENT = of(
            // Channels.
            3,
            5,
            // Programs and terminals.
            16,
            17,
            20,
            22,
            26,
            27,
            70,
            90,
            91,
            270,
            367,
            INPUT_CLOSE,
            // Files.
            31,
            32,
            33,
            34,
            35,
            36,
            37,
            39,
            41,
            42,
            256,
            330,
            368,
            // Packages.
            100,
            280,
            282,
            284,
            285,
            286,
            287,
            289,
            // Sockets.
            150,
            151,
            153,
            // Shared editing and chat.
            220,
            222,
            223,
            224,
            225,
            251,
            310,
            311);

    private static final BitSet FROM_CONTAINER = of(
            // Channels and the connection. Never redirect (12): it would carry the client's token to any host.
            4,
            6,
            9,
            10,
            11,
            351,
            // Results of every kind; later than the seeds: protocolError, stderr, log, portClose.
            21,
            23,
            24,
            28,
            30,
            44,
            71,
            92,
            130,
            45,
            46,
            47,
            48,
            // Files.
            38,
            40,
            43,
            257,
            369,
            // Packages.
            281,
            283,
            288,
            // Sockets.
            152,
            153,
            // Shared editing, presence, chat and sound.
            220,
            221,
            223,
            224,
            226,
            260,
            261,
            262,
            310,
            311,
            312,
            363,
            366);

    private Bodies() {}

    /** Whether clients send this body and pid1 takes it from them. */
    static boolean fromClient(int number) {
        return FROM_CLIENT.get(number);
    }

    /** Whether pid1 sends this body to clients. */
    static boolean fromContainer(int number) {
        return FROM_CONTAINER.get(number);
    }

    private static BitSet of(int... numbers) {
        BitSet set = new BitSet();
        for (int number : numbers) {
            set.set(number);
        }
        return set;
    }
}
