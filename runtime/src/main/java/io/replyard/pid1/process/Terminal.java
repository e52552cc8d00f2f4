package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.grantpt;
import static io.replyard.pid1.process.LibC.Function.ioctl;
import static io.replyard.pid1.process.LibC.Function.posix_openpt;
import static io.replyard.pid1.process.LibC.Function.ptsname_r;
import static io.replyard.pid1.process.LibC.Function.tcgetattr;
import static io.replyard.pid1.process.LibC.Function.tcsetattr;
import static io.replyard.pid1.process.LibC.Function.unlockpt;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A pseudo terminal, seen from the side that plays the keyboard and the screen. */
public final class Terminal {
    /** Size until a client says something else. */
    public static final Size INITIAL_SIZE = new Size(24, 80);

    private static final int OPEN_FLAGS = 0x80000 | 0x100 | 0x2; // O_CLOEXEC | O_NOCTTY | O_RDWR
    private static final long TIOCSWINSZ = 0x5414;
    private static final int TCSANOW = 0;
    private static final int TERMIOS_BYTES = 64;
    private static final long LINE_FLAGS = 12;
    private static final long CHARACTERS = 17;

    // c_iflag
    private static final int BRKINT = 0x2;
    private static final int ICRNL = 0x100;
    private static final int IXON = 0x400;
    private static final int IMAXBEL = 0x2000;
    private static final int IUTF8 = 0x4000;
    // c_oflag
    private static final int OPOST = 0x1;
    private static final int ONLCR = 0x4;
    // c_lflag
    private static final int ISIG = 0x1;
    private static final int ICANON = 0x2;
    private static final int ECHO_AS_SANE = 0x8 | 0x10 | 0x20 | 0x200 | 0x800; // ECHO, ECHOE, ECHOK, ECHOCTL, ECHOKE
    private static final int IEXTEN = 0x8000;

    /** c_cc from VINTR on: what stty sane sets. */
    private static final byte[] SANE_CHARACTERS = {3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0};

    /** A terminal's size in character cells. */
    public record Size(int rows, int columns) {}

    /** The modes of a terminal that a client can ask for. */
    public enum Mode {
        /** As {@code stty sane} leaves it: a line editor with echo, signals from the keyboard. */
        SANE,
        /** As {@code stty raw icrnl isig iutf8 -echo} leaves it: output comes through unchanged. */
        PIPE
    }

    private final Descriptor master;
    private final String path;

    private Terminal(Descriptor master, String path) {
        this.master = master;
        this.path = path;
    }

    static Terminal open(Readiness readiness, Size size) throws IOException {
        int fd = check("posix_openpt", LibC.call(posix_openpt, OPEN_FLAGS));
        Descriptor master = new Descriptor(readiness, fd);
        try (Arena arena = Arena.ofConfined()) {
            check("grantpt", master.control(grantpt));
            check("unlockpt", master.control(unlockpt));
            MemorySegment name = arena.allocate(64);
            check("ptsname_r", -master.control(ptsname_r, name.address(), 64));
            Terminal terminal = new Terminal(master, name.getString(0));
            terminal.resize(size);
            terminal.eraseWholeCharacters();
            return terminal;
        } catch (IOException | RuntimeException failed) {
            master.close();
            throw failed;
        }
    }

    private static int check(String call, int result) throws IOException {
        if (result < 0) {
            throw new IOException(call + ": " + LibC.errorText(-result));
        }
        return result;
    }

    Descriptor master() {
        return master;
    }

    /** The device that programs open. */
    String path() {
        return path;
    }

    /** Changes the size; the programs in the foreground get SIGWINCH. A size with a 0 in it is ignored. */
    public void resize(Size size) {
        if (size.rows() <= 0 || size.columns() <= 0 || size.rows() > 0xffff || size.columns() > 0xffff) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment window = arena.allocate(8, 2);
            window.set(ValueLayout.JAVA_SHORT, 0, (short) size.rows());
            window.set(ValueLayout.JAVA_SHORT, 2, (short) size.columns());
            master.control(ioctl, TIOCSWINSZ, window.address());
        }
    }

    /** What clients type is UTF-8; the kernel's line editor takes it for single bytes unless told. */
    private void eraseWholeCharacters() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(TERMIOS_BYTES, 8);
            if (master.control(tcgetattr, termios.address()) >= 0) {
                termios.set(ValueLayout.JAVA_INT, 0, termios.get(ValueLayout.JAVA_INT, 0) | IUTF8);
                master.control(tcsetattr, TCSANOW, termios.address());
            }
        }
    }

    /** Changes the modes; without effect once the terminal is gone. */
    public void setMode(Mode mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(TERMIOS_BYTES, 8);
            if (master.control(tcgetattr, termios.address()) < 0) {
                return;
            }
            boolean sane = mode == Mode.SANE;
            termios.set(ValueLayout.JAVA_INT, 0, sane ? BRKINT | ICRNL | IXON | IMAXBEL | IUTF8 : ICRNL | IUTF8);
            termios.set(ValueLayout.JAVA_INT, 4, sane ? OPOST | ONLCR : 0);
            termios.set(ValueLayout.JAVA_INT, LINE_FLAGS, sane ? ISIG | ICANON | IEXTEN | ECHO_AS_SANE : ISIG);
            MemorySegment.copy(MemorySegment.ofArray(SANE_CHARACTERS), 0, termios, CHARACTERS, SANE_CHARACTERS.length);
            master.control(tcsetattr, TCSANOW, termios.address());
        }
    }
}
