package io.replyard.pid1.output;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last 1000 lines of a terminal, for whoever attaches later. Lines end at a raw newline. So that one endless line
 * cannot fill pid1's memory, no more than 256 Ki characters are kept; of what came before, the state in which it left
 * the terminal. Not thread-safe.
 */
public final class Scrollback {
    static final int MAX_LINES = 1000;
    static final int MAX_CHARACTERS = 256 * 1024;

    /** What comes in short pieces is joined up to this length, as each piece costs more than its characters. */
    private static final int JOINED = 4096;

    private final int maxLines;
    private final int maxCharacters;

    /** Complete pieces, none empty, in order; a line may span several. */
    private final Deque<String> pieces = new ArrayDeque<>();

    private TerminalModes before = new TerminalModes();
    private int characters;
    private int newlines;

    public Scrollback() {
        this(MAX_LINES, MAX_CHARACTERS);
    }

    Scrollback(int maxLines, int maxCharacters) {
        this.maxLines = maxLines;
        this.maxCharacters = maxCharacters;
    }

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
        String last = pieces.peekLast();
        if (last != null && !last.endsWith("\n") && last.length() + piece.length() <= JOINED) {
            pieces.removeLast();
            pieces.addLast(last + piece);
        } else {
            pieces.addLast(piece);
        }
        characters += piece.length();
        if (piece.endsWith("\n")) {
            newlines++;
        }
    }

    private void trim() {
        while (newlines > maxLines || (newlines == maxLines && !endsWithNewline())) {
            dropFirst();
        }
        while (characters > maxCharacters && pieces.size() > 1) {
            dropFirst();
        }
        if (characters > maxCharacters) {
            String last = pieces.removeLast();
            int cut = last.length() - maxCharacters;
            if (Character.isLowSurrogate(last.charAt(cut))) {
                cut++;
            }
            before.take(last.substring(0, cut));
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
        before.take(dropped);
        characters -= dropped.length();
        if (dropped.endsWith("\n")) {
            newlines--;
        }
    }

    /** Forgets everything. */
    public void clear() {
        pieces.clear();
        before = new TerminalModes();
        characters = 0;
        newlines = 0;
    }

    /**
     * Everything kept, in pieces of at most 64 Ki characters, ready to be sent to a fresh terminal: it gets into the
     * state of one that has seen all the output, and answers no question in it.
     */
    public List<String> contents() {
        Replay replay = new Replay();
        replay.take(before.prologue());
        pieces.forEach(replay::take);
        return replay.pieces(OutputPump.CHUNK_BYTES);
    }
}
