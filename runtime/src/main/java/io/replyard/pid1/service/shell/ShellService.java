package io.replyard.pid1.service.shell;

import io.replyard.pid1.channel.Channel;
import io.replyard.pid1.channel.Request;
import io.replyard.pid1.channel.Service;
import io.replyard.pid1.channel.ServiceFactory;
import io.replyard.pid1.channel.Session;
import io.replyard.pid1.process.Launch;
import io.replyard.pid1.process.Terminal;
import io.replyard.pid1.program.ChannelPrograms;
import io.replyard.pid1.program.Launcher;
import io.replyard.pid1.program.OutputForm;
import io.replyard.proto.wire.Command;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An interactive shell on a terminal in the project folder. When the shell ends, a new one takes its place; size and
 * mode of the terminal, and what was on it, stay.
 */
public final class ShellService implements Service {
    private static final Logger LOG = System.getLogger(ShellService.class.getName());

    private final Channel channel;
    private final ChannelPrograms programs;
    private final String shell;
    private final Map<String, String> environment;
    private final RestartDelay delay = new RestartDelay();

    private ShellService(Channel channel, Launcher launcher) {
        this.channel = channel;
        this.programs = new ChannelPrograms(channel, launcher);
        this.shell = ShellChoice.shell(launcher.environment());
        this.environment = ShellChoice.environment(launcher.environment(), shell);
    }

    /** Makes shell services. */
    public static ServiceFactory with(Launcher launcher) {
        return channel -> {
            ShellService service = new ShellService(channel, launcher);
            service.start();
            return service;
        };
    }

    @Override
    public void attached(Session session) {
        programs.replay(session);
    }

    @Override
    public void handle(Request request) {
        Command command = request.command();
        switch (command.getBodyCase()) {
            case INPUT -> programs.write(command.getInputBytes(), request.retain());
            case RESIZETERM ->
                programs.resize(new Terminal.Size(
                        command.getResizeTerm().getRows(),
                        command.getResizeTerm().getCols()));
            case SANETERM -> programs.setMode(Terminal.Mode.SANE);
            case PTYCONFIG ->
                programs.setMode(command.getPTYConfig().getPipeMode() ? Terminal.Mode.PIPE : Terminal.Mode.SANE);
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

    private void start() {
        long startedAt = System.nanoTime();
        try {
            programs.start(
                    List.of(shell),
                    environment,
                    Launch.Stdio.TERMINAL,
                    OutputForm.TEXT,
                    status -> restart(Duration.ofNanos(System.nanoTime() - startedAt)));
        } catch (IOException refused) {
            LOG.log(Level.ERROR, "no shell: " + refused.getMessage());
            programs.output("no shell: " + refused.getMessage() + "\r\n");
            restart(Duration.ZERO);
        }
    }

    private void restart(Duration lived) {
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
        programs.close();
    }
}
