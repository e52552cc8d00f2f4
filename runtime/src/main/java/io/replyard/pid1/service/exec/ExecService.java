package io.replyard.pid1.service.exec;

import com.google.protobuf.ByteString;
import io.replyard.pid1.channel.Channel;
import io.replyard.pid1.channel.Request;
import io.replyard.pid1.channel.RequestFailedException;
import io.replyard.pid1.channel.Service;
import io.replyard.pid1.channel.ServiceFactory;
import io.replyard.pid1.channel.Session;
import io.replyard.pid1.process.ExitStatus;
import io.replyard.pid1.process.Launch;
import io.replyard.pid1.program.ChannelPrograms;
import io.replyard.pid1.program.Launcher;
import io.replyard.pid1.program.OutputForm;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.State;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Runs one program at a time in the project folder; standard output and error are one stream of {@code output}.
 *
 * <p>Standard input is /dev/null, so that a search tool does not read it instead of the folder and {@code cat} ends. It
 * is a pipe, open until the client closes it, if the client asks for one: with the later protocol's
 * {@code lifecycle = STDIN}, or by sending {@code input}, {@code send} or {@code inputClose} before the channel's first exec.
 *
 * <p>{@code send} is input that need not be text; with {@code rawOutput} what comes back need not be either.
 */
public final class ExecService implements Service {
    private static final int MAX_QUEUED = 1000;

    /** Bytes of the requests that wait: they take of their sessions' windows, and those must not be full of them. */
    private static final int MAX_QUEUED_BYTES = 256 * 1024;

    private final Channel channel;
    private final ChannelPrograms programs;
    private final Deque<Request> queue = new ArrayDeque<>();
    private int queuedBytes;
    private boolean hasRun;

    private ExecService(Channel channel, ChannelPrograms programs) {
        this.channel = channel;
        this.programs = programs;
    }

    /** Makes exec services. A request may add to the environment of its own program. */
    public static ServiceFactory with(Launcher launcher) {
        return channel -> new ExecService(channel, new ChannelPrograms(channel, launcher));
    }

    @Override
    public void attached(Session session) {
        channel.send(session, Command.newBuilder().setState(programs.isRunning() ? State.Running : State.Stopped));
        if (programs.isRunning()) {
            programs.replay(session);
        }
    }

    @Override
    public void handle(Request request) throws RequestFailedException {
        switch (request.command().getBodyCase()) {
            case EXEC -> exec(request);
            case INPUT -> input(request, request.command().getInputBytes());
            case SEND -> input(request, request.command().getSend().getBuff());
            case INPUTCLOSE -> {
                checkInput();
                programs.endInput(request.retain());
                acknowledge(request);
            }
            case CLEAR -> {
                programs.kill();
                acknowledge(request);
            }
            // For terminals. There is none here, but clients send these to every service that runs programs.
            case RESIZETERM, SANETERM, PTYCONFIG -> acknowledge(request);
            default -> request.notUnderstood();
        }
    }

    private void input(Request request, ByteString bytes) throws RequestFailedException {
        checkInput();
        programs.write(bytes, request.retain());
        acknowledge(request);
    }

    private static void acknowledge(Request request) {
        if (request.wantsReply()) {
            request.ok();
        }
    }

    private void checkInput() throws RequestFailedException {
        if (!programs.isRunning() && hasRun) {
            throw new RequestFailedException("exec: no program is running");
        }
        if (programs.isRunning() && !programs.takesInput()) {
            throw new RequestFailedException(
                    "exec: the program was started without standard input; ask for it with lifecycle STDIN");
        }
    }

    private void exec(Request request) throws RequestFailedException {
        Exec exec = request.command().getExec();
        if (exec.getArgsCount() == 0 || exec.getArgs(0).isEmpty()) {
            throw new RequestFailedException("exec: missing command; set args");
        }
        if (!programs.isRunning()) {
            start(request);
        } else if (!isBlocking(exec)) {
            throw new RequestFailedException(
                    "exec: a program is already running on this channel; set blocking to wait for it");
        } else if (queue.size() >= MAX_QUEUED) {
            throw new RequestFailedException("exec: " + MAX_QUEUED + " programs are waiting already");
        } else {
            enqueue(request);
        }
    }

    private void enqueue(Request request) throws RequestFailedException {
        int bytes = request.command().getSerializedSize();
        if (queuedBytes + bytes > MAX_QUEUED_BYTES) {
            throw new RequestFailedException(
                    "exec: the programs that are waiting have " + MAX_QUEUED_BYTES + " bytes of arguments already");
        }
        queue.add(request);
        queuedBytes += bytes;
        request.retain().onRevoked(() -> channel.execute(() -> drop(request)));
    }

    private Request dequeue() {
        Request next = queue.remove();
        queuedBytes -= next.command().getSerializedSize();
        return next;
    }

    private void drop(Request request) {
        if (queue.remove(request)) {
            queuedBytes -= request.command().getSerializedSize();
            request.forgetBody();
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
        boolean withInput = exec.getLifecycle() == Exec.Lifecycle.STDIN || programs.hasEarlyInput();
        Launch.Stdio stdio = withInput ? Launch.Stdio.PIPES : Launch.Stdio.OUTPUT_ONLY;
        OutputForm output = exec.getRawOutput() ? OutputForm.RAW : OutputForm.TEXT;
        try {
            programs.start(exec.getArgsList(), exec.getEnvMap(), stdio, output, status -> ended(request, status));
        } catch (IOException refused) {
            programs.dropEarlyInput();
            throw new RequestFailedException(String.valueOf(refused.getMessage()), refused);
        }
        request.forgetBody();
        hasRun = true;
        programs.clearScrollback();
        channel.broadcast(Command.newBuilder().setState(State.Running));
    }

    private void ended(Request request, ExitStatus status) {
        if (status.success()) {
            request.ok();
        } else {
            request.fail(status.describe());
        }
        channel.broadcast(Command.newBuilder().setState(State.Stopped));
        while (!programs.isRunning() && !queue.isEmpty()) {
            startQueued(dequeue());
        }
    }

    private void startQueued(Request next) {
        try {
            start(next);
        } catch (RequestFailedException refused) {
            next.fail(refused.getMessage());
        } finally {
            next.forgetBody();
        }
    }

    @Override
    public void close() throws InterruptedException {
        queue.forEach(Request::forgetBody);
        programs.close();
    }
}
