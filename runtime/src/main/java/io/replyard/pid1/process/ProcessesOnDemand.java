package io.replyard.pid1.process;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@link Processes}, made by whoever asks first, with pid1 shut off from them. Linking libc takes about a fifth of the
 * processor time of a start, and nothing but programs needs it: a session can be READY before.
 */
public final class ProcessesOnDemand implements Supplier<Processes> {
    private final FutureTask<Processes> made;

    /** Not made yet. The parameters are those of {@link Processes}. */
    public ProcessesOnDemand(Consumer<String> onKilled, ProcessWatch watch, DiskWatch disk, PolicyGate gate) {
        made = new FutureTask<>(() -> {
            Processes processes = new Processes(onKilled, watch, disk, gate);
            Hardening.shutOffFromPrograms();
            return processes;
        });
    }

    /**
     * Makes them, or waits for who does.
     *
     * @throws IllegalStateException if this libc or kernel lacks what they need
     */
    public void make() {
        made.run();
        try {
            made.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("programs cannot be run: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public Processes get() {
        make();
        return made.resultNow();
    }
}
