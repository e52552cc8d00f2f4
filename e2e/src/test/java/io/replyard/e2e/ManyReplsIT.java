package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.proto.claims.ReplToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A class arrives at once. */
class ManyReplsIT {
    private static final int REPLS = 30;
    private static final long MIB = 1024 * 1024;

    @Test
    void thirtyReplsAtOnceReachReady() throws Exception {
        List<TestRepl> repls = IntStream.range(0, REPLS)
                .mapToObj(i -> TestRepl.named("class-" + i))
                .toList();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> arrivals = new ArrayList<>();
            for (TestRepl repl : repls) {
                arrivals.add(() -> {
                    ReplToken.Builder token = repl.token();
                    token.setResourceLimits(
                            token.getResourceLimits().toBuilder().setMemory(128 * MIB));
                    try (Person person = Person.at(token)) {
                        return person.run("sh", "-c", "echo $REPL_ID");
                    }
                });
            }
            List<String> answers = new ArrayList<>();
            for (Future<String> arrival : people.invokeAll(arrivals)) {
                answers.add(arrival.get().strip());
            }
            assertThat(answers)
                    .containsExactlyElementsOf(repls.stream().map(TestRepl::id).toList());
        } finally {
            repls.forEach(TestRepl::close);
        }
    }
}
