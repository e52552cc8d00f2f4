package io.replyard.pid1.service.shell;

import io.replyard.pid1.channel.Channel;
import io.replyard.pid1.channel.Request;
import io.replyard.pid1.channel.Service;
import io.replyard.pid1.channel.ServiceFactory;
import io.replyard.pid1.channel.Session;
import io.replyard.pid1.output.ChannelSink;
import io.replyard.pid1.output.OutputPump;
import io.replyard.pid1.output.RateLimit;
import io.replyard.pid1.output.Scrollback;
import io.replyard.pid1.process.Launch;
import io.replyard.pid1.process.Processes;
import io.replyard.pid1.process.Program;
import io.replyard.pid1.process.Terminal;
import io.replyard.proto.wire.Command;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An interactive shell on a terminal in the project folder. When the shell ends, a new one takes its place; size and
 * mode of the terminal, and what was on it, stay.
 */
public final class ShellService implements Service {
    private static final Logger LOG = System.getLogger(ShellService.class.getName());
    private static final Duration HANG_UP_GRACE = Duration.ofMillis(500);

    private final Channel channel;
    private final Supplier<Processes> processes;
    private final Path project;
    private final String shell;
    private final Map<String, String> environment;
    private final Scrollback scrollback = new Scrollback();
    private final RateLimit limit = new RateLimit(System::nanoTime);
    private final RestartDelay delay = new RestartDelay();

    /** Shells that have ended, but whose background jobs live. */
    private final List<Program> lingering = new ArrayList<>();

    /** What was typed while there was no shell. */
    private final List<Keys> typedAhead = new ArrayList<>();

    private Terminal.Size size = Terminal.INITIAL_SIZE;
    private Terminal.@Nullable Mode mode;
    private @Nullable Program program;
    private @Nullable OutputPump pump;
    private boolean closed;

    private record Keys(byte[] bytes, Runnable taken) {}

    private ShellService(Channel channel, Supplier<Processes> processes, Path project, Map<String, String> programs) {
        this.channel = channel;
        this.processes = processes;
        this.project = project;
        this.shell = ShellChoice.shell(programs);
        this.environment = ShellChoice.environment(programs, shell);
    }

    /**
     * Makes shell services.
     *
     * @param project where shells start
     * @param environment what programs get
     */
    public static ServiceFactory in(Supplier<Processes> processes, Path project, Map<String, String> environment) {
        return channel -> {
            ShellService service = new ShellService(channel, processes, project, environment);
            service.start();
            return service;
        };
    }

    @Override
    public void attached(Session session) {
        scrollback
                .contents()
                .forEach(text -> channel.send(session, Command.newBuilder().setOutput(text)));
    }

    @Override
    public void handle(Request request) {
        Command command = request.command();
        switch (command.getBodyCase()) {
            case INPUT -> input(request);
            case RESIZETERM ->
                resize(new Terminal.Size(
                        command.getResizeTerm().getRows(),
                        command.getResizeTerm().getCols()));
            case SANETERM -> setMode(Terminal.Mode.SANE);
            case PTYCONFIG -> setMode(command.getPTYConfig().getPipeMode() ? Terminal.Mode.PIPE : Terminal.Mode.SANE);
            // The run button's messages mean nothing to a plain shell.
            case RUNMAIN, CLEAR -> {}
            default -> {
                request.notUnderstood();
                return;
            }
        }
        if (request.wantsReply()) {
            request.ok();
        }
    }

    private void input(Request request) {
        limit.boost();
        Keys keys = new Keys(request.command().getInput().getBytes(StandardCharsets.UTF_8), request.retain());
        if (program == null) {
            typedAhead.add(keys);
        } else {
            type(program, keys);
        }
    }

    private static void type(Program shell, Keys keys) {
        shell.input().ifPresentOrElse(input -> input.write(keys.bytes(), keys.taken()), keys.taken());
    }

    private void resize(Terminal.Size wanted) {
        if (wanted.rows() > 0 && wanted.columns() > 0) {
            size = wanted;
            if (program != null) {
                program.terminal().ifPresent(terminal -> terminal.resize(wanted));
            }
        }
    }

    private void setMode(Terminal.Mode wanted) {
        mode = wanted;
        if (program != null) {
            program.terminal().ifPresent(terminal -> terminal.setMode(wanted));
        }
    }

    private void start() {
        if (closed) {
            return;
        }
        long startedAt = System.nanoTime();
        try {
            Program started = processes
                    .get()
                    .start(new Launch(List.of(shell), environment, project, Launch.Stdio.TERMINAL), size);
            program = started;
            if (mode != null) {
                setMode(mode);
            }
            typedAhead.forEach(keys -> type(started, keys));
            typedAhead.clear();
            OutputPump output = OutputPump.start(started.output(), new ChannelSink(channel, this::output), limit);
            pump = output;
            started.exit()
                    .thenRun(() ->
                            output.settle().thenRun(() -> channel.execute(() -> ended(started, output, startedAt))));
        } catch (IOException refused) {
            LOG.log(Level.ERROR, "no shell: " + refused.getMessage());
            output("no shell: " + refused.getMessage() + "\r\n");
            restartLater(Duration.ZERO);
        }
    }

    private void output(String text) {
        scrollback.append(text);
        channel.broadcast(Command.newBuilder().setOutput(text));
    }

    private void ended(Program last, OutputPump output, long startedAt) {
        output.stop();
        lingering.removeIf(program -> !program.isSessionAlive());
        if (last.isSessionAlive()) {
            lingering.add(last);
        }
        last.release();
        program = null;
        restartLater(Duration.ofNanos(System.nanoTime() - startedAt));
    }

    private void restartLater(Duration lived) {
        Duration wait = delay.after(lived);
        if (wait.isZero()) {
            start();
            return;
        }
        Thread.ofVirtual().name("shell-restart").start(() -> {
            try {
                Thread.sleep(wait);
                channel.execute(this::start);
            } catch (InterruptedException unforeseen) {
                LOG.log(Level.WARNING, "a shell is not restarted", unforeseen);
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        typedAhead.forEach(keys -> keys.taken().run());
        if (pump != null) {
            pump.stop();
        }
        if (program != null) {
            lingering.add(program);
        }
        for (Program left : lingering) {
            left.end(HANG_UP_GRACE);
        }
    }
}
