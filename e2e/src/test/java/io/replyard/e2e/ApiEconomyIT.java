package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.crds.ReplPhase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a wake and a reconnect cost the API server, by its own count. Runs alone, for the counters are everybody's. */
class ApiEconomyIT {
    @Test
    void aWakeIsFourWritesAndAReconnectNone() throws Exception {
        try (TestRepl repl = TestRepl.named("thrifty")) {
            try (Person person = Person.at(repl.token())) {
                assertThat(person.run("true")).isEmpty();
                repl.awaitPhase(ReplPhase.READY);
            }
            Lab.repl(repl.name()).scale(0);
            repl.awaitPhase(ReplPhase.ASLEEP);

            WriteCount asleep = quiet();
            try (Person person = Person.at(repl.token())) {
                repl.awaitPhase(ReplPhase.READY);
                Map<String, Long> wake = quiet().since(asleep);
                assertThat(wake).containsEntry("POST pods", 1L);
                assertThat(wake.values().stream().mapToLong(Long::longValue).sum())
                        .as("writes of a wake: %s", wake)
                        .isLessThanOrEqualTo(4);

                WriteCount awake = quiet();
                try (Person again = Person.at(repl.token())) {
                    assertThat(again.run("true")).isEmpty();
                    assertThat(person.isConnected()).isTrue();
                }
                assertThat(quiet().since(awake)).as("writes of a reconnect").isEmpty();
            }
        }
    }

    /** The count, once it has stopped moving. */
    private static WriteCount quiet() {
        WriteCount[] last = {WriteCount.now()};
        await().atMost(Person.PATIENCE)
                .pollDelay(Duration.ofSeconds(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    WriteCount now = WriteCount.now();
                    boolean same = now.equals(last[0]);
                    last[0] = now;
                    return same;
                });
        return last[0];
    }
}
