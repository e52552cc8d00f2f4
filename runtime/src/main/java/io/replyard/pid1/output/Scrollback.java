package io.replyard.pid1.output;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last 1000 lines of a terminal, for whoever attaches later. Lines end at a raw newline. So that one endless line
 * cannot fill pid1's memory, no more than 256 Ki characters are kept. Not thread-safe.
 */
public final class Scrollback {
    static final int MAX_LINES = 1000;
    static final int MAX_CHARACTERS = 256 * 1024;

    /** Complete pieces, none empty, in order; a line may span several. */
    private final Deque<String> pieces = new ArrayDeque<>();

    private int characters;
    private int newlines;

    /** Adds output. */
    public void append(String text) {
        int from = 0;
        while (from < text.length()) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 ? text.length() : newline + 1;
            add(text.substring(from, to));
            from = to;
        }
        trim();
    }

    private void add(String piece) {
        pieces.addLast(piece);
        characters += piece.length();
        if (piece.endsWith("\n")) {
            newlines++;
        }
    }

    private void trim() {
        while (newlines > MAX_LINES || (newlines == MAX_LINES && !endsWithNewline())) {
            dropFirst();
        }
        while (characters > MAX_CHARACTERS && pieces.size() > 1) {
            dropFirst();
        }
        if (characters > MAX_CHARACTERS) {
            String last = pieces.removeLast();
            int cut = last.length() - MAX_CHARACTERS;
            if (Character.isLowSurrogate(last.charAt(cut))) {
                cut++;
            }
            String kept = last.substring(cut);
            pieces.addLast(kept);
            characters = kept.length();
        }
    }

    private boolean endsWithNewline() {
        return pieces.getLast().endsWith("\n");
    }

    private void dropFirst() {
        String dropped = pieces.removeFirst();
        characters -= dropped.length();
        if (dropped.endsWith("\n")) {
            newlines--;
        }
    }

    /** Forgets everything. */
    public void clear() {
        pieces.clear();
        characters = 0;
        newlines = 0;
    }

    /** Everything kept, in pieces of at most about 64 Ki characters, ready to be sent. */
    public List<String> contents() {
        List<String> chunks = new ArrayList<>();
        StringBuilder chunk = new StringBuilder();
        for (String piece : pieces) {
            if (!chunk.isEmpty() && chunk.length() + piece.length() > OutputPump.CHUNK_BYTES) {
                chunks.add(chunk.toString());
                chunk.setLength(0);
            }
            chunk.append(piece);
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk.toString());
        }
        return chunks;
    }
}
