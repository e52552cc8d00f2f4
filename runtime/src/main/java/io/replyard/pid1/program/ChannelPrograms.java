package io.replyard.pid1.program;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.replyard.pid1.channel.Channel;
import io.replyard.pid1.channel.Hold;
import io.replyard.pid1.channel.Session;
import io.replyard.pid1.output.ProgramListener;
import io.replyard.pid1.output.Scrollback;
import io.replyard.pid1.output.Utf8Stream;
import io.replyard.pid1.process.ExitStatus;
import io.replyard.pid1.process.Launch;
import io.replyard.pid1.process.Terminal;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Recv;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one channel, of which one runs at a time. Their output goes to everybody attached as {@code output}.
 * Every method is called on the channel's thread.
 *
 * <p>Input that comes while no program runs waits for the next one. It is bounded by what its
 * senders may {@link Hold}.
 */
public final class ChannelPrograms {
    private final Channel channel;
    private final Launcher launcher;
    private final Scrollback scrollback = new Scrollback();
    private final List<RunningProgram.Input> early = new ArrayList<>();

    /** Programs that have ended, but whose background processes may live. */
    private final List<RunningProgram> lingering = new ArrayList<>();

    private Terminal.Size size = Terminal.INITIAL_SIZE;
    private Terminal.@Nullable Mode mode;
    private @Nullable RunningProgram current;

    public ChannelPrograms(Channel channel, Launcher launcher) {
        this.channel = channel;
        this.launcher = launcher;
    }

    /**
     * Starts a program in the project folder. What was typed ahead is passed to it first.
     *
     * @param arguments the command line, program first; not empty
     * @param environment wins over what every program gets
     * @param output as what the clients get what it writes
     * @param ended hears how it ended, after all output that it wrote; may start the next one
     * @throws io.replyard.pid1.process.LaunchException if it cannot be started, in Go's words
     * @throws IOException if there are no descriptors or terminals left
     * @throws IllegalStateException if one is running
     */
    public void start(
            List<String> arguments,
            Map<String, String> environment,
            Launch.Stdio stdio,
            OutputForm output,
            Consumer<ExitStatus> ended)
            throws IOException {
        if (current != null) {
            throw new IllegalStateException("a program is already running");
        }
        RunningProgram program =
                new RunningProgram(channel, launcher.start(arguments, environment, stdio, size), listener(output));
        current = program;
        if (mode != null) {
            setMode(mode);
        }
        early.forEach(program::give);
        early.clear();
        program.whenEnded(status -> ended(program, status, ended));
    }

    private ProgramListener listener(OutputForm form) {
        return switch (form) {
            case TEXT -> new Text();
            case RAW -> new Raw();
        };
    }

    /** Clients get it as {@code output}, late comers too. */
    private final class Text implements ProgramListener {
        private final Utf8Stream decoder = new Utf8Stream();

        @Override
        public void wrote(byte[] bytes) {
            show(decoder.decode(bytes));
        }

        @Override
        public void flush() {
            show(decoder.finish());
        }

        private void show(ByteString text) {
            if (!text.isEmpty()) {
                output(text);
            }
        }
    }

    /** Clients get it as {@code recv}. Who comes late has missed what was written: a part of such a stream is of no use. */
    private final class Raw implements ProgramListener {
        @Override
        public void wrote(byte[] bytes) {
            channel.broadcast(
                    Command.newBuilder().setRecv(Recv.newBuilder().setBuff(UnsafeByteOperations.unsafeWrap(bytes))));
        }

        @Override
        public void flush() {
            // Every piece was whole.
        }
    }

    private void ended(RunningProgram program, ExitStatus status, Consumer<ExitStatus> ended) {
        program.hangUpTerminal();
        lingering.add(program);
        current = null;
        ended.accept(status);
        lingering.removeIf(RunningProgram::forgetIfOver);
    }

    /** Whether a program runs that has not been reported as ended. */
    public boolean isRunning() {
        return current != null;
    }

    /** Whether a program runs, and was started with an input. */
    public boolean takesInput() {
        return current != null && current.takesInput();
    }

    /** Whether input waits for the next program. */
    public boolean hasEarlyInput() {
        return !early.isEmpty();
    }

    /**
     * Passes input to the program, or keeps it for the next one.
     *
     * @param hold released once it is read, or lost because nobody will
     */
    public void write(ByteString input, Hold hold) {
        give(new RunningProgram.Input(input, hold));
    }

    /**
     * Lets the program, or the next one, see the end of its input after everything written so far.
     *
     * @param hold released once that is passed on
     */
    public void endInput(Hold hold) {
        give(new RunningProgram.Input(null, hold));
    }

    private void give(RunningProgram.Input input) {
        if (current == null) {
            early.add(input);
            input.hold().onRevoked(() -> channel.execute(() -> forget(input)));
        } else {
            current.give(input);
        }
    }

    private void forget(RunningProgram.Input input) {
        if (early.remove(input)) {
            input.hold().release();
        }
    }

    /** Forgets the input that waits for the next program. */
    public void dropEarlyInput() {
        early.forEach(input -> input.hold().release());
        early.clear();
    }

    /** Resizes the terminal, and those of later programs. A size with a 0 in it is ignored. */
    public void resize(Terminal.Size wanted) {
        if (wanted.rows() > 0 && wanted.columns() > 0) {
            size = wanted;
            if (current != null) {
                current.terminal().ifPresent(terminal -> terminal.resize(wanted));
            }
        }
    }

    /** Sets the modes of the terminal, and of those of later programs. */
    public void setMode(Terminal.Mode wanted) {
        mode = wanted;
        if (current != null) {
            current.terminal().ifPresent(terminal -> terminal.setMode(wanted));
        }
    }

    /** Shows a text as if a program had written it. */
    public void output(String text) {
        output(ByteString.copyFromUtf8(text));
    }

    private void output(ByteString text) {
        scrollback.append(text);
        channel.broadcast(Command.newBuilder().setOutputBytes(text));
    }

    /** Sends a late comer what the programs wrote. */
    public void replay(Session session) {
        scrollback
                .contents()
                .forEach(text -> channel.send(session, Command.newBuilder().setOutput(text)));
    }

    /** Late comers shall not see what was written until now. */
    public void clearScrollback() {
        scrollback.clear();
    }

    /** Kills the running program with its descendants; it is reported as ended in due time. */
    public void kill() {
        if (current != null) {
            current.kill();
        }
    }

    /** Ends everything that lives, background processes too. Takes half a second per program at most, if they obey. */
    public void close() throws InterruptedException {
        dropEarlyInput();
        if (current != null) {
            lingering.add(current);
        }
        for (RunningProgram program : lingering) {
            program.end();
        }
    }
}
