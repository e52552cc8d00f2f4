package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.replyard.crds.ReplPhase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operator goes and comes; Repls do not notice. */
class OperatorIT {
    private static final String NAMESPACE = "replyard";

    @AfterEach
    void oneAgain() {
        deployment().scale(1);
        await().atMost(Person.PATIENCE).until(() -> readyOperators() == 1);
    }

    @Test
    void onSigtermItReleasesItsLeaseAndRunningReplsGoOn() throws Exception {
        try (TestRepl repl = TestRepl.named("undisturbed");
                Person person = Person.at(repl.token())) {
            assertThat(holder()).isNotBlank();
            deployment().scale(0);
            // Released, not expired: the lease would be held for 15 s by a process that was just killed.
            await("the operator's end")
                    .atMost(Person.PATIENCE)
                    .until(() -> operators().isEmpty());
            assertThat(holder()).isBlank();
            assertThat(person.run("echo", "going on")).isEqualTo("going on\n");
            try (Person second = Person.at(repl.token())) {
                assertThat(second.run("echo", "me too")).isEqualTo("me too\n");
            }

            // What was desired meanwhile is done by the next one.
            Lab.repl(repl.name()).scale(0);
            deployment().scale(1);
            repl.awaitPhase(ReplPhase.ASLEEP);
            assertThat(holder()).isNotBlank();
        }
    }

    private static RollableScalableResource<?> deployment() {
        return Lab.kubernetes().apps().deployments().inNamespace(NAMESPACE).withName("replyard-operator");
    }

    private static List<Pod> operators() {
        return Lab.kubernetes()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/component", "operator")
                .list()
                .getItems();
    }

    private static long readyOperators() {
        return operators().stream()
                .filter(pod -> pod.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True")))
                .count();
    }

    private static String holder() {
        Resource<Lease> lease = Lab.kubernetes().leases().inNamespace(NAMESPACE).withName("replyard-operator");
        String identity = lease.require().getSpec().getHolderIdentity();
        return identity == null ? "" : identity;
    }
}
