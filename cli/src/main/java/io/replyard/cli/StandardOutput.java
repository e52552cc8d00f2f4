package io.replyard.cli;

import com.google.protobuf.ByteString;
import io.replyard.proto.wire.Command;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Writes a channel's output as it comes. Not System.out, which would hide that nobody reads it any more. After a failure
 * the rest of the output goes nowhere, so that the connection lives to end the program.
 */
final class StandardOutput implements Consumer<Command> {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final CompletableFuture<IOException> failure = new CompletableFuture<>();

    @Override
    public void accept(Command command) {
        ByteString bytes = command.hasRecv() ? command.getRecv().getBuff() : command.getOutputBytes();
        if (bytes.isEmpty() || failure.isDone()) {
            return;
        }
        if (!Descriptor.OUTPUT.isOpen()) {
            failure.complete(new IOException("standard output is closed; send it to a file or to /dev/null"));
            return;
        }
        try {
            bytes.writeTo(out);
        } catch (IOException e) {
            failure.complete(
                    Descriptor.OUTPUT.hasReader()
                            ? new ReaderGoneException(e)
                            : new IOException("standard output: " + e.getMessage(), e));
        }
    }

    /** Completes, normally, when output can no longer be written: with the reason. */
    CompletableFuture<IOException> failure() {
        return failure.copy();
    }
}
