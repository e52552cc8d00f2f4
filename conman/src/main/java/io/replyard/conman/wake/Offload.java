package io.replyard.conman.wake;

import io.vertx.core.Context;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Takes work off an event loop and brings its outcome back to it. */
final class Offload {
    private final Executor workers;
    private final Context loop;

    Offload(Executor workers, Context loop) {
        this.workers = workers;
        this.loop = loop;
    }

    <T> void run(Callable<T> work, Consumer<T> done, Consumer<Exception> failed) {
        workers.execute(() -> {
            try {
                T result = work.call();
                loop.runOnContext(v -> done.accept(result));
            } catch (Exception e) {
                loop.runOnContext(v -> failed.accept(e));
            }
        });
    }
}
