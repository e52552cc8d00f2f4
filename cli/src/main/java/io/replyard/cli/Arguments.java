package io.replyard.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments as they were typed. Java decodes them by the locale, and what the locale does not know (under
 * {@code LC_ALL=C}, everything that is not ASCII) becomes a question mark without a word.
 */
final class Arguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final int PRINTABLE = 0x7f;

    private Arguments() {}

    /**
     * What Java decoded, if that is surely what was typed; else the bytes of the command line, read as UTF-8.
     *
     * @throws UsageException when an argument is not UTF-8; the protocol carries nothing else
     */
    static String[] asTyped(String[] decoded) {
        if (Arrays.stream(decoded).allMatch(Arguments::cannotBeWrong)) {
            return decoded;
        }
        try {
            return fromBytes(Files.readAllBytes(COMMAND_LINE), decoded.length);
        } catch (IOException notLinux) {
            return refuseReplaced(decoded);
        }
    }

    /** The last {@code count} of the words of a command line, each of which a NUL ends. */
    static String[] fromBytes(byte[] commandLine, int count) {
        List<ByteBuffer> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                words.add(ByteBuffer.wrap(commandLine, start, i - start));
                start = i + 1;
            }
        }
        String[] arguments = new String[count];
        for (int i = 0; i < count; i++) {
            arguments[i] = decode(words.get(words.size() - count + i), i);
        }
        return arguments;
    }

    private static String decode(ByteBuffer word, int index) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(word).toString();
        } catch (CharacterCodingException e) {
            throw notText(index);
        }
    }

    private static String[] refuseReplaced(String[] decoded) {
        for (int i = 0; i < decoded.length; i++) {
            if (decoded[i].indexOf('\uFFFD') >= 0) {
                throw notText(i);
            }
        }
        return decoded;
    }

    private static UsageException notText(int index) {
        return new UsageException("argument " + (index + 1)
                + " is not UTF-8 text, and the protocol carries nothing else; type it in UTF-8");
    }

    private static boolean cannotBeWrong(String argument) {
        return argument.chars().allMatch(c -> c < PRINTABLE && c != '?');
    }
}
