package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.session.SessionProtocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What programs can reach: the chart's NetworkPolicies as an engine enforces them. The addresses are the native lab's, which has one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "LAB", matches = "native")
class NetworkPolicyIT {
    private static final String NODE = "10.88.0.1";
    private static final String DNS = "10.96.0.10:53";

    /** The node too, by an address that looks like the world outside. */
    private static final String WORLD = "203.0.113.1";

    private static final String OUTSIDE = WORLD + ":16443";

    private static final String DIAL = """
            import socket, sys
            for target in sys.argv[1:]:
                host, port = target.rsplit(':', 1)
                try: socket.create_connection((host, int(port)), 1).close(); print(target, 'open')
                except OSError: print(target, 'shut')
            """;

    private static final String HOLD = """
            import socket, time
            kept = socket.create_connection(('%s', 16443)); print('<>', flush=True); time.sleep(1000)
            """.formatted(WORLD);

    private final TestRepl other = TestRepl.named("policy-other");
    private final List<String> inside = new ArrayList<>();

    /** The API server, the kubelet, conman and the operator with their management, and pid1 of another Repl. */
    @BeforeAll
    void findWhatIsInside() throws Exception {
        inside.addAll(
                List.of("10.96.0.1:443", NODE + ":16443", NODE + ":10250", NODE + ":30560", "169.254.169.254:80"));
        Person.at(other.token()).close();
        inside.add(address(other.pod()) + ":" + SessionProtocol.PORT);
        for (Pod pod : Lab.kubernetes().pods().inNamespace("replyard").list().getItems()) {
            pod.getSpec()
                    .getContainers()
                    .getFirst()
                    .getPorts()
                    .forEach(port -> inside.add(address(pod) + ":" + port.getContainerPort()));
        }
    }

    @AfterAll
    void moveOut() {
        other.close();
    }

    /** Else a mistake in an address would let every test below pass. */
    @Test
    void whatIsTriedAnswersToOthers() {
        Pod stranger = Lab.kubernetes()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withGenerateName("stranger-")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("main")
                        .withImage(Objects.requireNonNull(
                                        Lab.languages().withName("python3").get())
                                .getSpec()
                                .image())
                        .withCommand(dial(Stream.concat(Stream.of(OUTSIDE, WORLD + ":53", DNS), inside.stream())
                                .toList()))
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        try {
            var pod = Lab.kubernetes().resource(stranger);
            await().atMost(Person.PATIENCE).until(() -> pod.get().getStatus().getPhase(), "Succeeded"::equals);
            List<String> open = answers(
                    Lab.kubernetes()
                            .pods()
                            .inNamespace("default")
                            .withName(stranger.getMetadata().getName())
                            .getLog(),
                    "open");
            assertThat(open).contains(OUTSIDE, WORLD + ":53", DNS).containsAll(inside.subList(0, 4));
        } finally {
            Lab.kubernetes().resource(stranger).withGracePeriod(0).delete();
        }
    }

    @Test
    void withoutNetNothingIsReachedFromTheFirstInstructionOn() throws Exception {
        try (TestRepl shut = TestRepl.named("policy-shut");
                Person person = Person.at(token(shut, false))) {
            List<String> targets = new ArrayList<>(inside);
            targets.addAll(List.of(OUTSIDE, DNS));
            assertThat(answers(person.run(dial(targets)), "shut")).containsExactlyElementsOf(targets);
        }
    }

    @Test
    void withNetTheWorldIsReachedAndNothingInside() throws Exception {
        try (TestRepl open = TestRepl.named("policy-open");
                Person person = Person.at(token(open, true))) {
            List<String> targets = new ArrayList<>(inside);
            targets.add(WORLD + ":53");
            assertThat(answers(person.run(dial(targets)), "shut")).containsExactlyElementsOf(targets);
            assertThat(answers(person.run(dial(List.of(OUTSIDE, DNS))), "open")).containsExactly(OUTSIDE, DNS);
        }
    }

    @Test
    void whatIsOpenEndsWhenNetIsTakenAway() throws Exception {
        try (TestRepl repl = TestRepl.named("policy-loss");
                Person before = Person.at(token(repl, true))) {
            before.start("<>", "python3", "-c", HOLD);
            String first = repl.pod().getMetadata().getUid();

            try (Person after = Person.at(token(repl, false))) {
                before.awaitClose();
                assertThat(repl.pod().getMetadata().getUid()).isNotEqualTo(first);
                assertThat(answers(after.run(dial(List.of(OUTSIDE))), "shut")).containsExactly(OUTSIDE);
            }
        }
    }

    private static String[] dial(Collection<String> targets) {
        return Stream.concat(Stream.of("python3", "-c", DIAL), targets.stream()).toArray(String[]::new);
    }

    private static List<String> answers(String output, String which) {
        return output.lines()
                .filter(line -> line.endsWith(" " + which))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private static String address(Pod pod) {
        return pod.getStatus().getPodIP();
    }

    private static ReplToken.Builder token(TestRepl repl, boolean net) {
        ReplToken.Builder token = repl.token("python3");
        return token.setResourceLimits(token.getResourceLimits().toBuilder().setNet(net));
    }
}
