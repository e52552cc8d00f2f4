package io.replyard.conman;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One event loop and its timers. What fails on it is logged: Netty would keep a timer's failure to itself. */
public final class Loop {
    /** Something that will happen unless it is cancelled. */
    @FunctionalInterface
    public interface Timer {
        /** Lets it not happen; on the loop nothing more comes after this. */
        void cancel();
    }

    private static final Logger LOG = Logger.getLogger(Loop.class);

    private final EventLoop events;

    /** Of this event loop of Netty's. */
    public Loop(EventLoop events) {
        this.events = events;
    }

    /** Netty's own, for channels that are to live on it. */
    public EventLoop events() {
        return events;
    }

    /** Runs this on the loop, soon; from any thread. Not when the loop has ended: whom it concerns is gone then. */
    public void execute(Runnable task) {
        try {
            events.execute(logged(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("a task came after the end of its event loop", e);
        }
    }

    /** Runs this on the loop once that time has passed. */
    public Timer after(Duration wait, Runnable task) {
        return timer(events.schedule(logged(task), wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Runs this on the loop again and again, for the first time after one period. */
    public Timer every(Duration period, Runnable task) {
        long nanos = period.toNanos();
        return timer(events.scheduleWithFixedDelay(logged(task), nanos, nanos, TimeUnit.NANOSECONDS));
    }

    private static Timer timer(Future<?> scheduled) {
        return () -> scheduled.cancel(false);
    }

    private static Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a task of an event loop failed", e);
            }
        };
    }
}
