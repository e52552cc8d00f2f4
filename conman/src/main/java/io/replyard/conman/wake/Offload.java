package io.replyard.conman.wake;

import io.replyard.conman.Loop;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Takes work off an event loop and brings its outcome back to it. */
final class Offload {
    private final Executor workers;
    private final Loop loop;

    Offload(Executor workers, Loop loop) {
        this.workers = workers;
        this.loop = loop;
    }

    <T> void run(Callable<T> work, Consumer<T> done, Consumer<Exception> failed) {
        workers.execute(() -> {
            try {
                T result = work.call();
                loop.execute(() -> done.accept(result));
            } catch (Exception e) {
                loop.execute(() -> failed.accept(e));
            }
        });
    }
}
