package io.replyard.pid1.service.exec;

import io.replyard.pid1.channel.Channel;
import io.replyard.pid1.channel.Request;
import io.replyard.pid1.output.ChannelSink;
import io.replyard.pid1.output.OutputPump;
import io.replyard.pid1.output.RateLimit;
import io.replyard.pid1.process.ExitStatus;
import io.replyard.pid1.process.Program;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One program of an exec channel, from its start until nothing of it is left. Used on the channel's thread. */
final class ExecRun {
    private static final Duration HANG_UP_GRACE = Duration.ofMillis(500);

    private final Request request;
    private final Program program;
    private final RateLimit limit = new RateLimit(System::nanoTime);
    private @Nullable OutputPump pump;

    ExecRun(Request request, Program program) {
        this.request = request;
        this.program = program;
    }

    Request request() {
        return request;
    }

    Program program() {
        return program;
    }

    /** A person typed: let the answer through. */
    void boost() {
        limit.boost();
    }

    /**
     * Lets output flow.
     *
     * @param output hears the text, on the channel's thread
     * @param ended hears how the program ended, on the channel's thread, after all output that it wrote
     */
    void start(Channel channel, Consumer<String> output, Consumer<ExitStatus> ended) {
        OutputPump started = OutputPump.start(program.output(), new ChannelSink(channel, output), limit);
        pump = started;
        program.exit()
                .thenAccept(status -> started.settle().thenRun(() -> channel.execute(() -> ended.accept(status))));
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

    /** Kills what still lives. */
    void end() throws InterruptedException {
        if (pump != null) {
            pump.stop();
        }
        program.end(HANG_UP_GRACE);
    }
}
