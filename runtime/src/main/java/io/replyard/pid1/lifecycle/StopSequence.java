package io.replyard.pid1.lifecycle;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done before the end, one step after the other. A step that fails, or takes longer than it may, is logged and
 * keeps no later step from its turn. Used by one thread.
 */
public final class StopSequence {
    private static final Logger LOG = System.getLogger(StopSequence.class.getName());

    private final List<Step> steps = new ArrayList<>();

    private record Step(String name, Duration limit, Work work) {}

    /** What a step does. */
    @FunctionalInterface
    public interface Work {
        /** Does it, on a thread of its own, which is interrupted when the step's time is over. */
        void run() throws Exception;
    }

    /**
     * Adds a step after those that were added before.
     *
     * @param name says in the log what is being done
     * @param limit the most that the next step waits for this one
     * @return this
     */
    public StopSequence then(String name, Duration limit, Work work) {
        steps.add(new Step(name, limit, work));
        return this;
    }

    /** Takes all steps. */
    public void run() {
        LOG.log(Level.INFO, "stopping");
        steps.forEach(StopSequence::take);
        LOG.log(Level.INFO, "stopped");
    }

    private static void take(Step step) {
        Thread thread = Thread.ofPlatform().daemon().name("stop-step").start(() -> work(step));
        try {
            if (!thread.join(step.limit())) {
                String limit = step.limit().toMillis() + " ms";
                LOG.log(Level.WARNING, "stopping: " + step.name() + " is given up after " + limit);
                thread.interrupt();
            }
        } catch (InterruptedException impatient) {
            LOG.log(Level.WARNING, "stopping: " + step.name() + " is not waited for", impatient);
            thread.interrupt();
        }
    }

    /** An error counts as a failure too: uncaught, it would end the JVM at once. */
    private static void work(Step step) {
        try {
            step.work().run();
        } catch (Throwable failure) {
            LOG.log(Level.WARNING, "stopping: " + step.name() + " failed", failure);
        }
    }
}
