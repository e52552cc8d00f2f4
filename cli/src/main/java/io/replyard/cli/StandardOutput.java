package io.replyard.cli;

import io.replyard.proto.wire.Command;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes a channel's output as it comes. Not System.out, which would hide that nobody reads it any more. */
final class StandardOutput implements Consumer<Command> {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    @Override
    public void accept(Command command) {
        if (!command.hasOutput()) {
            return;
        }
        try {
            out.write(command.getOutput().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("standard output: " + e.getMessage(), e);
        }
    }
}
