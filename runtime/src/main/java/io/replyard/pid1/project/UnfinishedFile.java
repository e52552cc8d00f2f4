package io.replyard.pid1.project;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The name of a file whose content is still being written, beside the file it will replace. Never shown to clients. */
final class UnfinishedFile {
    private static final Pattern NAME = Pattern.compile("\\.replyard-[0-9a-f]{16}\\.tmp");

    private UnfinishedFile() {}

    static Path name() {
        return Path.of(
                ".replyard-%016x.tmp".formatted(ThreadLocalRandom.current().nextLong()));
    }

    static boolean matches(Path name) {
        return NAME.matcher(name.toString()).matches();
    }
}
