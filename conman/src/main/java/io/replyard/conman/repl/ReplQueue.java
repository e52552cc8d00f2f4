package io.replyard.conman.repl;

import io.replyard.conman.Rate;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplNames;
import io.replyard.proto.token.VerifiedToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps tokens that contradict each other from writing to the API server as often as they come: those of one Repl stand in line, and the line
 * moves once a second after the first few times. Whoever comes last decides what the Repl is; the others take it as that. Connections that would change nothing
 * do not stand in line. Signers with limited rights have lines of their own, so that they hold up nobody whose Repl they must not touch.
 * Safe for use by many threads; waiting takes no thread.
 */
public final class ReplQueue {
    private record Request(VerifiedToken token, Consumer<Repl> done, Consumer<Exception> failed) {}

    private static final class Line {
        private final Rate rate = new Rate(1, BURST);
        private List<Request> waiting = new ArrayList<>();
        private boolean moving;
    }

    private static final int BURST = 3;

    private final Repls repls;
    private final Executor workers;
    private final ScheduledExecutorService clock;
    private final Map<String, Line> lines = new HashMap<>();

    /**
     * A queue before these Repls.
     *
     * @param workers for what blocks
     * @param clock for short tasks that come later
     */
    public ReplQueue(Repls repls, Executor workers, ScheduledExecutorService clock) {
        this.repls = repls;
        this.workers = workers;
        this.clock = clock;
    }

    /** Makes the Repl of a token exist as the token says, as {@link Repls#ensure}; tells one of both, once, on any thread. */
    public void ensure(VerifiedToken token, Consumer<Repl> done, Consumer<Exception> failed) {
        Repl unchanged = repls.unchanged(token).orElse(null);
        if (unchanged != null) {
            done.accept(unchanged);
            return;
        }
        String id = token.token().hasRepl()
                ? token.token().getRepl().getId()
                : token.token().getId().getId();
        String key = ReplNames.of(id) + '\0' + token.onlyForUser();
        Request request = new Request(token, done, failed);
        synchronized (this) {
            Line line = lines.computeIfAbsent(key, k -> new Line());
            line.waiting.add(request);
            if (!line.moving) {
                line.moving = true;
                workers.execute(() -> move(key, line));
            }
        }
    }

    private void move(String key, Line line) {
        List<Request> batch;
        synchronized (this) {
            batch = line.waiting;
            line.waiting = new ArrayList<>();
        }
        List<Request> left = serve(batch);
        synchronized (this) {
            left.addAll(line.waiting);
            line.waiting = left;
        }
        long wait = line.rate.take(System.nanoTime());
        var _ = clock.schedule(() -> goOn(key, line), wait, TimeUnit.NANOSECONDS);
    }

    private void goOn(String key, Line line) {
        synchronized (this) {
            if (line.waiting.isEmpty()) {
                line.moving = false;
                var _ = clock.schedule(() -> forget(key, line), BURST, TimeUnit.SECONDS);
                return;
            }
        }
        workers.execute(() -> move(key, line));
    }

    /** A line that nobody has joined for as long as its rate remembers starts like a new one. */
    private synchronized void forget(String key, Line line) {
        if (!line.moving && line.rate.idle(System.nanoTime())) {
            lines.remove(key, line);
        }
    }

    /** Serves the last one, and those before by what came of it; hands back those who are not served when it could not be. */
    private List<Request> serve(List<Request> batch) {
        Request last = batch.removeLast();
        Repl repl;
        try {
            repl = repls.ensure(last.token());
        } catch (Exception e) {
            last.failed().accept(e);
            return batch;
        }
        last.done().accept(repl);
        for (Request request : batch) {
            try {
                repls.requireUsable(request.token(), repl);
                request.done().accept(repl);
            } catch (ReplRefusedException e) {
                request.failed().accept(e);
            }
        }
        return new ArrayList<>();
    }
}
