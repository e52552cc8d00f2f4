package io.replyard.pid1.program;

import com.google.protobuf.ByteString;
import io.replyard.pid1.channel.Channel;
import io.replyard.pid1.channel.Hold;
import io.replyard.pid1.output.ChannelSink;
import io.replyard.pid1.output.OutputPump;
import io.replyard.pid1.output.ProgramListener;
import io.replyard.pid1.output.RateLimit;
import io.replyard.pid1.process.ExitStatus;
import io.replyard.pid1.process.Program;
import io.replyard.pid1.process.ProgramInput;
import io.replyard.pid1.process.Terminal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One program of a channel, from its start until nothing of it is left. Used on the channel's thread. */
final class RunningProgram {
    private static final Duration HANG_UP_GRACE = Duration.ofMillis(500);

    private final Channel channel;
    private final Program program;
    private final RateLimit limit = new RateLimit(System::nanoTime);
    private final OutputPump pump;

    /**
     * What a program reads.
     *
     * @param bytes null for the end of input
     * @param hold released once the program has it, or never will
     */
    record Input(@Nullable ByteString bytes, Hold hold) {}

    /**
     * Lets its output flow.
     *
     * @param output hears it, on the channel's thread
     */
    RunningProgram(Channel channel, Program program, ProgramListener output) {
        this.channel = channel;
        this.program = program;
        this.pump = OutputPump.start(program.output(), new ChannelSink(channel, output), limit);
    }

    /**
     * Tells when it has ended.
     *
     * @param ended hears how, on the channel's thread, after all output that it wrote
     */
    void whenEnded(Consumer<ExitStatus> ended) {
        var _ = program.exit()
                .thenCompose(status -> pump.settle().thenApply(all -> status))
                .thenAccept(status -> channel.execute(() -> ended.accept(status)));
    }

    boolean takesInput() {
        return program.input().isPresent();
    }

    /** Passes input on, and lets the answer to it through. */
    void give(Input input) {
        limit.boost();
        ByteString bytes = input.bytes();
        Hold hold = input.hold();
        if (bytes == null) {
            hold.release();
            program.input().ifPresent(ProgramInput::end);
        } else {
            program.input().ifPresentOrElse(to -> hold.onRevoked(to.write(bytes, hold::release)), hold::release);
        }
    }

    Optional<Terminal> terminal() {
        return program.terminal();
    }

    void kill() {
        program.kill();
    }

    /** Call it once it has ended: its terminal hangs up; what background processes write to a pipe still flows. */
    void hangUpTerminal() {
        if (program.terminal().isPresent()) {
            pump.stop();
            program.release();
        }
    }

    /**
     * Frees what is held if no process of the program's session lives any more.
     *
     * @return whether that is so
     */
    boolean forgetIfOver() {
        if (program.isSessionAlive()) {
            return false;
        }
        program.release();
        return true;
    }

    /** Ends what still lives: a hang-up first, then the kill. */
    void end() throws InterruptedException {
        pump.stop();
        program.end(HANG_UP_GRACE);
    }
}
