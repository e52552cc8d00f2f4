package io.replyard.pid1.output;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last 1000 lines of a terminal, for whoever attaches later. Lines end at a raw newline. So that one endless line
 * cannot fill pid1's memory, no more than 256 Ki characters are kept; of what came before, the state in which it left
 * the terminal. Not thread-safe.
 *
 * <p>Most output is never replayed, so little is done to it: pieces are kept as they came and dropped whole, and what is
 * more than the limits is cut off only when somebody asks.
 */
public final class Scrollback {
    static final int MAX_LINES = 1000;
    static final int MAX_CHARACTERS = 256 * 1024;

    /** What comes in short pieces is joined up to this length, as each piece costs more than its bytes. */
    private static final int JOINED = 4096;

    private static final char C1_LEAD = 0xc2;

    private final int maxLines;
    private final int maxCharacters;

    /** None empty, in order. */
    private final Deque<Piece> pieces = new ArrayDeque<>();

    private TerminalModes before = new TerminalModes();
    private int bytes;
    private int newlines;

    /**
     * Some output.
     *
     * @param plain whether it is nothing but text and new lines
     */
    private record Piece(ByteString text, int newlines, boolean plain) {
        static Piece of(ByteString text) {
            int newlines = 0;
            boolean plain = true;
            // One array and not a call for each byte: all output passes here.
            for (byte unit : text.toByteArray()) {
                if (unit == '\n') {
                    newlines++;
                } else if (unit < ' ') {
                    plain &= unit == '\r' || unit == '\t' || (unit < 0 && (unit & 0xff) != C1_LEAD);
                }
            }
            return new Piece(text, newlines, plain);
        }
    }

    public Scrollback() {
        this(MAX_LINES, MAX_CHARACTERS);
    }

    Scrollback(int maxLines, int maxCharacters) {
        this.maxLines = maxLines;
        this.maxCharacters = maxCharacters;
    }

    /** Adds output: valid UTF-8, not empty. */
    public void append(ByteString text) {
        Piece last = pieces.peekLast();
        if (last != null && last.text().size() + text.size() <= JOINED) {
            removed(pieces.removeLast());
            add(Piece.of(ByteString.copyFromUtf8(last.text().toStringUtf8() + text.toStringUtf8())));
        } else {
            add(Piece.of(text));
        }
        while (isEnoughWithout(pieces.getFirst())) {
            Piece dropped = pieces.removeFirst();
            removed(dropped);
            if (!dropped.plain() || !before.isAtRest()) {
                before.take(dropped.text().toStringUtf8());
            }
        }
    }

    private void add(Piece piece) {
        pieces.addLast(piece);
        bytes += piece.text().size();
        newlines += piece.newlines();
    }

    private void removed(Piece piece) {
        bytes -= piece.text().size();
        newlines -= piece.newlines();
    }

    /** There is never more than a character for a byte, nor more than four bytes for one. */
    private boolean isEnoughWithout(Piece first) {
        return newlines - first.newlines() > maxLines || bytes - first.text().size() > 4 * maxCharacters;
    }

    /** Forgets everything. */
    public void clear() {
        pieces.clear();
        before = new TerminalModes();
        bytes = 0;
        newlines = 0;
    }

    /**
     * Everything kept, in pieces of at most 64 Ki characters, ready to be sent to a fresh terminal: it gets into the
     * state of one that has seen all the output, and answers no question in it.
     */
    public List<String> contents() {
        String kept = cutToLimits();
        Replay replay = new Replay();
        replay.take(before.prologue());
        replay.take(kept);
        return replay.pieces(OutputPump.CHUNK_BYTES);
    }

    private String cutToLimits() {
        StringBuilder all = new StringBuilder();
        pieces.forEach(piece -> all.append(piece.text().toStringUtf8()));
        int cut = Math.max(startOfLastLines(all), all.length() - maxCharacters);
        if (cut > 0 && cut < all.length() && Character.isLowSurrogate(all.charAt(cut))) {
            cut++;
        }
        String kept = all.substring(cut);
        before.take(all.substring(0, cut));
        pieces.clear();
        bytes = 0;
        newlines = 0;
        if (!kept.isEmpty()) {
            add(Piece.of(ByteString.copyFromUtf8(kept)));
        }
        return kept;
    }

    private int startOfLastLines(StringBuilder all) {
        int at = all.length();
        for (int line = 0; line < maxLines && at > 0; line++) {
            at = all.lastIndexOf("\n", at - 2) + 1;
        }
        return at;
    }
}
