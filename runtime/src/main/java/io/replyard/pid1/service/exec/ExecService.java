package io.replyard.pid1.service.exec;

import io.replyard.pid1.channel.Channel;
import io.replyard.pid1.channel.Request;
import io.replyard.pid1.channel.RequestFailedException;
import io.replyard.pid1.channel.Service;
import io.replyard.pid1.channel.ServiceFactory;
import io.replyard.pid1.channel.Session;
import io.replyard.pid1.output.Scrollback;
import io.replyard.pid1.process.ExitStatus;
import io.replyard.pid1.process.Launch;
import io.replyard.pid1.process.Processes;
import io.replyard.pid1.process.Terminal;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one program at a time in the project folder; standard output and error are one stream of {@code output}.
 *
 * <p>Standard input is /dev/null, so that a search tool does not read it instead of the folder and {@code cat} ends. It
 * is a pipe, open until the client closes it, if the client asks for one: with the later protocol's
 * {@code lifecycle = STDIN}, or by sending {@code input} or {@code inputClose} before the channel's first exec.
 */
public final class ExecService implements Service {
    private static final int MAX_QUEUED = 1000;

    private final Channel channel;
    private final Supplier<Processes> processes;
    private final Path project;
    private final Map<String, String> environment;
    private final Deque<Request> queue = new ArrayDeque<>();
    private final Scrollback scrollback = new Scrollback();
    private final List<EarlyInput> earlyInput = new ArrayList<>();

    /** Programs that have ended, but whose background processes may live. */
    private final List<ExecRun> lingering = new ArrayList<>();

    private boolean hasRun;
    private @Nullable ExecRun current;

    /** Input that came before the first program; without text it is the end of input. */
    private record EarlyInput(@Nullable String text, Runnable taken) {}

    private ExecService(Channel channel, Supplier<Processes> processes, Path project, Map<String, String> environment) {
        this.channel = channel;
        this.processes = processes;
        this.project = project;
        this.environment = environment;
    }

    /**
     * Makes exec services.
     *
     * @param project where programs start
     * @param environment what every program gets; a request may add to it for itself
     */
    public static ServiceFactory in(Supplier<Processes> processes, Path project, Map<String, String> environment) {
        return channel -> new ExecService(channel, processes, project, environment);
    }

    @Override
    public void attached(Session session) {
        channel.send(session, Command.newBuilder().setState(current == null ? State.Stopped : State.Running));
        if (current != null) {
            scrollback
                    .contents()
                    .forEach(text -> channel.send(session, Command.newBuilder().setOutput(text)));
        }
    }

    @Override
    public void handle(Request request) throws RequestFailedException {
        Command command = request.command();
        switch (command.getBodyCase()) {
            case EXEC -> exec(request);
            case INPUT -> input(request, command.getInput());
            case INPUTCLOSE -> input(request, null);
            case CLEAR -> clear(request);
            // For terminals. There is none here, but clients send these to every service that runs programs.
            case RESIZETERM, SANETERM, PTYCONFIG -> acknowledge(request);
            default -> request.notUnderstood();
        }
    }

    private static void acknowledge(Request request) {
        if (request.wantsReply()) {
            request.ok();
        }
    }

    private void exec(Request request) throws RequestFailedException {
        Exec exec = request.command().getExec();
        if (exec.getArgsCount() == 0 || exec.getArgs(0).isEmpty()) {
            throw new RequestFailedException("exec: missing command; set args");
        }
        if (current == null) {
            start(request);
        } else if (!isBlocking(exec)) {
            throw new RequestFailedException(
                    "exec: a program is already running on this channel; set blocking to wait for it");
        } else if (queue.size() >= MAX_QUEUED) {
            throw new RequestFailedException("exec: " + MAX_QUEUED + " programs are waiting already");
        } else {
            queue.add(request);
        }
    }

    /** The older field counts where the later one says nothing. */
    private static boolean isBlocking(Exec exec) {
        return switch (exec.getLifecycle()) {
            case BLOCKING -> true;
            case STDIN -> false;
            case NON_BLOCKING, UNRECOGNIZED -> exec.getBlocking();
        };
    }

    private void start(Request request) throws RequestFailedException {
        Exec exec = request.command().getExec();
        Map<String, String> merged = new HashMap<>(environment);
        merged.putAll(exec.getEnvMap());
        boolean withInput = exec.getLifecycle() == Exec.Lifecycle.STDIN || !earlyInput.isEmpty();
        Launch.Stdio stdio = withInput ? Launch.Stdio.PIPES : Launch.Stdio.OUTPUT_ONLY;
        ExecRun run;
        try {
            run = new ExecRun(
                    request,
                    processes
                            .get()
                            .start(new Launch(exec.getArgsList(), merged, project, stdio), Terminal.INITIAL_SIZE));
        } catch (IOException refused) {
            dropEarlyInput();
            throw new RequestFailedException(String.valueOf(refused.getMessage()), refused);
        }
        hasRun = true;
        current = run;
        scrollback.clear();
        channel.broadcast(Command.newBuilder().setState(State.Running));
        earlyInput.forEach(early -> give(run, early.text(), early.taken()));
        earlyInput.clear();
        run.start(channel, this::output, status -> ended(run, status));
    }

    private void dropEarlyInput() {
        earlyInput.forEach(early -> early.taken().run());
        earlyInput.clear();
    }

    private void output(String text) {
        scrollback.append(text);
        channel.broadcast(Command.newBuilder().setOutput(text));
    }

    private void ended(ExecRun run, ExitStatus status) {
        if (status.success()) {
            run.request().ok();
        } else {
            run.request().fail(status.describe());
        }
        lingering.removeIf(ExecRun::forgetIfOver);
        if (!run.forgetIfOver()) {
            lingering.add(run);
        }
        current = null;
        channel.broadcast(Command.newBuilder().setState(State.Stopped));
        while (current == null && !queue.isEmpty()) {
            startQueued(queue.remove());
        }
    }

    private void startQueued(Request next) {
        try {
            start(next);
        } catch (RequestFailedException refused) {
            next.fail(refused.getMessage());
        }
    }

    /** Text for the program's standard input, or its end (null). */
    private void input(Request request, @Nullable String text) throws RequestFailedException {
        ExecRun run = current;
        if (run == null && hasRun) {
            throw new RequestFailedException("exec: no program is running");
        }
        if (run != null && run.program().input().isEmpty()) {
            throw new RequestFailedException(
                    "exec: the program was started without standard input; ask for it with lifecycle STDIN");
        }
        Runnable taken = request.retain();
        if (run == null) {
            earlyInput.add(new EarlyInput(text, taken));
        } else {
            run.boost();
            give(run, text, taken);
        }
        acknowledge(request);
    }

    private static void give(ExecRun run, @Nullable String text, Runnable taken) {
        run.program().input().ifPresent(input -> {
            if (text == null) {
                taken.run();
                input.end();
            } else {
                input.write(text.getBytes(StandardCharsets.UTF_8), taken);
            }
        });
    }

    private void clear(Request request) {
        if (current != null) {
            current.program().kill();
        }
        acknowledge(request);
    }

    @Override
    public void close() throws InterruptedException {
        dropEarlyInput();
        queue.clear();
        if (current != null) {
            lingering.add(current);
        }
        for (ExecRun run : lingering) {
            run.end();
        }
    }
}
