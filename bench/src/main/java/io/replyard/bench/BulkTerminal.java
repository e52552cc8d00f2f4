package io.replyard.bench;

import io.replyard.cli.client.ReplChannel;
import io.replyard.cli.client.ReplConnection;
import io.replyard.proto.wire.CloseChannel;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.OpenChannel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bytes through a terminal of a Repl, raw, so that the terminal changes none.
 *
 * @param noise what is sent in, as text: six bits of each byte
 */
record BulkTerminal(ReplConnection connection, Path noise) {
    private static final int PIECE = 64 * 1024;
    private static final int PATIENCE_SECONDS = 120;

    /** What the terminal said, counted from the word that begins it. */
    private static final class Heard {
        private final StringBuilder last = new StringBuilder();
        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private long bytes;

        void hear(Command command) {
            String output = command.getOutput();
            if (begun.isDone()) {
                bytes += output.length();
            }
            last.append(output);
            if (!begun.isDone() && last.indexOf("<begin>") >= 0) {
                bytes = (long) last.length() - last.indexOf("<begin>") - "<begin>".length();
                begun.complete(null);
            }
            last.delete(0, Math.max(0, last.length() - 64));
            if (last.indexOf("<end>") >= 0) {
                ended.complete(null);
            }
        }
    }

    /** Moves so many bytes. */
    double move(boolean out, long bytes)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Heard heard = new Heard();
        ReplChannel terminal = connection.openChannel("shell", "", OpenChannel.Action.CREATE, heard::hear);
        String program = out ? "head -c " + bytes + " /dev/zero | tr '\\0' x" : "head -c " + bytes + " | wc -c";
        // In two words, or the terminal's own echo of the line would be taken for them.
        terminal.input("stty raw -echo; printf '<be''gin>'; " + program + "; printf '<e''nd>'\n");
        heard.begun.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!out) {
            type(terminal, bytes);
        }
        heard.ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        terminal.close(CloseChannel.Action.CLOSE);
        boolean whole = out ? heard.bytes >= bytes : heard.last.toString().contains(String.valueOf(bytes));
        if (!whole) {
            throw new IllegalStateException("the terminal moved " + (out ? heard.bytes : heard.last) + " of " + bytes);
        }
        return 0;
    }

    private void type(ReplChannel terminal, long bytes) throws IOException {
        byte[] piece = new byte[PIECE];
        long left = bytes;
        try (InputStream in = Files.newInputStream(noise)) {
            while (left > 0) {
                int length = in.readNBytes(piece, 0, (int) Math.min(left, PIECE));
                char[] text = new char[length];
                for (int i = 0; i < length; i++) {
                    text[i] = (char) ('0' + (piece[i] & 0x3f));
                }
                terminal.input(new String(text));
                left -= length;
            }
        }
    }
}
