package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.cli.client.CloseStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** conman goes and comes; clients are told where they stand and find their Repl as they left it. */
class ConmanIT {
    private static final String NAMESPACE = "replyard";
    private static final int REPLICAS = 2;

    @Test
    void onSigtermEverySessionIsAskedToComeAgain() throws Exception {
        try (TestRepl repl = TestRepl.named("handed-over")) {
            String uid;
            try (Person one = Person.at(repl.token());
                    Person two = Person.at(repl.token())) {
                uid = repl.pod().getMetadata().getUid();
                one.run("sh", "-c", "echo kept > file");
                Lab.kubernetes()
                        .apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName("replyard-conman")
                        .rolling()
                        .restart();
                for (Person person : List.of(one, two)) {
                    CloseStatus close = person.awaitClose();
                    assertThat(close.code()).as(close.reason()).isEqualTo(4001);
                    assertThat(close.reason()).contains("conman");
                }
            }
            // No gap in between: the new replicas serve before the old ones go.
            try (Person again = Person.at(repl.token())) {
                assertThat(again.run("cat", "file")).isEqualTo("kept\n");
            }
            assertThat(repl.pod().getMetadata().getUid()).isEqualTo(uid);
        } finally {
            // Counters are read from every replica there is: the old ones must be gone, not just replaced.
            await().atMost(Person.PATIENCE).until(() -> replicas() == REPLICAS);
        }
    }

    private static int replicas() {
        return Lab.kubernetes()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/component", "conman")
                .list()
                .getItems()
                .size();
    }
}
