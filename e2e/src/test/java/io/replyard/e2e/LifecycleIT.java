package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.replyard.cli.client.CloseStatus;
import io.replyard.crds.Language;
import io.replyard.crds.LanguageSpecBuilder;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplPhase;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What can happen to a Repl between its first connection and its end. */
class LifecycleIT {
    private static final long MIB = 1024 * 1024;

    @Test
    void aConnectionBootsInOrder() throws Exception {
        try (TestRepl repl = TestRepl.named("boot");
                Person person = Person.at(repl.token())) {
            List<BootStatus.Stage> stages = person.said().stream()
                    .filter(Command::hasBootStatus)
                    .map(command -> command.getBootStatus().getStage())
                    .distinct()
                    .toList();
            assertThat(stages)
                    .containsExactly(
                            BootStatus.Stage.HANDSHAKE,
                            BootStatus.Stage.ACQUIRING,
                            BootStatus.Stage.LOAD_BLOCK,
                            BootStatus.Stage.COMPLETE);

            Repl resource = repl.awaitPhase(ReplPhase.READY);
            assertThat(resource.getStatus().observedGeneration())
                    .isEqualTo(resource.getMetadata().getGeneration());
            assertThat(TestRepl.reason(resource)).isEqualTo("Awake");
            assertThat(resource.getStatus().endpoint()).endsWith(":4561");
        }
    }

    @Test
    void thePodIsRestrictedAndLimited() throws Exception {
        try (TestRepl repl = TestRepl.named("limits");
                Person person = Person.at(repl.token())) {
            Pod pod = repl.pod();
            var container = pod.getSpec().getContainers().getFirst();
            Map<String, Quantity> limits = container.getResources().getLimits();
            assertThat(bytes(limits)).isEqualTo((256 + 64) * MIB);
            assertThat(limits.get("cpu")).isEqualTo(new Quantity("1"));
            assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getMetadata().getLabels())
                    .containsEntry("replyard.io/repl", repl.name())
                    .containsEntry("replyard.io/net", "true");
            assertThat(pod.getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getUid())
                            .isEqualTo(repl.resource().getMetadata().getUid()));
            assertThat(person.run("id", "-u")).isEqualTo("1000\n");
            assertThat(person.run("sh", "-c", "grep CapEff /proc/self/status")).endsWith("0000000000000000\n");
            // pid1's secrets and memory are out of reach for its own programs.
            assertThat(person.exec("cat", "/proc/1/environ").verdict()).isEqualTo("exit status 1");
            assertThat(person.exec("sh", "-c", "head -c1 /proc/1/mem").verdict())
                    .isEqualTo("exit status 1");
        }
    }

    @Test
    void anUnknownLanguageIsTheDefaultOne() throws Exception {
        try (TestRepl repl = TestRepl.named("tongue")) {
            ReplToken.Builder token = repl.token();
            token.setRepl(token.getRepl().toBuilder().setLanguage("klingon"));
            try (Person person = Person.at(token)) {
                assertThat(person.run("sh", "-c", "echo $REPL_LANGUAGE; . /etc/os-release; echo $ID"))
                        .isEqualTo("klingon\ndebian\n");
            }
        }
    }

    @Test
    void aLanguageBringsItsInterpreter() throws Exception {
        try (TestRepl repl = TestRepl.named("snake")) {
            ReplToken.Builder token = repl.token();
            token.setRepl(token.getRepl().toBuilder().setLanguage("python3"));
            try (Person person = Person.at(token)) {
                assertThat(person.run("python3", "-c", "print(6 * 7)")).isEqualTo("42\n");
            }
        }
    }

    @Test
    void aProgramThatEatsItsMemoryIsKilledAndEverybodyIsTold() throws Exception {
        try (TestRepl repl = TestRepl.named("hungry")) {
            ReplToken.Builder token = repl.token();
            token.setRepl(token.getRepl().toBuilder().setLanguage("python3"));
            token.setResourceLimits(token.getResourceLimits().toBuilder().setMemory(64 * MIB));
            try (Person person = Person.at(token)) {
                Person.Outcome outcome = person.exec("python3", "-c", "x = bytearray(400 * 2**20); print(len(x))");
                assertThat(outcome.verdict()).isEqualTo("signal: killed");
                person.awaitSaid(
                        "a toast about memory",
                        command -> command.getToast().getText().contains("memory"));
                assertThat(person.run("echo", "alive")).isEqualTo("alive\n");
            }
        }
    }

    @Test
    void aReplThatFillsItsDiskIsEvictedAndComesBack() throws Exception {
        try (TestRepl repl = TestRepl.named("hoarder")) {
            ReplToken.Builder token = repl.token();
            token.setResourceLimits(token.getResourceLimits().toBuilder().setDisk(32 * MIB));
            try (Person person = Person.at(token)) {
                // Two files: no single one may exceed the quota. pid1 stops who writes them, and the node takes the
                // pod.
                person.exec("sh", "-c", "head -c 30M /dev/zero > hoard; head -c 30M /dev/zero > more; sleep 3");
                CloseStatus close = person.awaitClose();
                assertThat(close.code()).as(close.reason()).isIn(1001, 4001);
            }
            Repl back = repl.awaitThat(
                    "back after its eviction",
                    r -> r.getStatus() != null
                            && r.getStatus().lastTermination() != null
                            && r.getStatus().phase() == ReplPhase.READY);
            assertThat(Objects.requireNonNull(back.getStatus().lastTermination())
                            .reason())
                    .isEqualTo("Evicted");
            assertThat(back.getSpec().desiredAwake()).isTrue();
            assertThat(events(repl.name()))
                    .anyMatch(event -> event.getReason().equals("Evicted")
                            && event.getType().equals("Warning"));
        }
    }

    @Test
    void aProgramThatStopsPid1DoesNotPassForTheNode() throws Exception {
        try (TestRepl repl = TestRepl.named("impostor")) {
            try (Person person = Person.at(repl.token())) {
                person.open("shell").input("echo evicted > /dev/termination-log; kill -TERM 1\n");
                CloseStatus close = person.awaitClose();
                assertThat(close.code()).as(close.reason()).isIn(1001, 4001);
            }
            Repl back = repl.awaitThat(
                    "back after its stop",
                    r -> r.getStatus() != null
                            && r.getStatus().lastTermination() != null
                            && r.getStatus().phase() == ReplPhase.READY);
            assertThat(back.getStatus().lastTermination()).satisfies(last -> {
                assertThat(last.reason()).isEqualTo("Stopped");
                assertThat(last.message()).contains("by a program").doesNotContain("evicted");
            });
            assertThat(events(repl.name())).noneMatch(event -> event.getReason().equals("Evicted"));
        }
    }

    @Test
    void aPodDeletedUnderASessionIsMadeAnew() throws Exception {
        try (TestRepl repl = TestRepl.named("bereaved")) {
            String uid;
            try (Person person = Person.at(repl.token())) {
                uid = repl.pod().getMetadata().getUid();
                Lab.kubernetes().resource(repl.pod()).delete();
                CloseStatus close = person.awaitClose();
                assertThat(close.code()).as(close.reason()).isIn(1001, 4001);
                assertThat(close.reason()).isNotBlank();
            }
            try (Person again = Person.at(repl.token())) {
                assertThat(repl.pod().getMetadata().getUid()).isNotEqualTo(uid);
                assertThat(again.run("echo", "back")).isEqualTo("back\n");
            }
        }
    }

    @Test
    void scalingToZeroPutsItToSleepAndAConnectionWakesIt() throws Exception {
        try (TestRepl repl = TestRepl.named("sleeper")) {
            try (Person person = Person.at(repl.token())) {
                Lab.repl(repl.name()).scale(0);
                person.awaitSaid(
                        "containerState SLEEP",
                        command -> command.hasContainerState()
                                && command.getContainerState().getState() == ContainerState.State.SLEEP);
                CloseStatus close = person.awaitClose();
                assertThat(close.code()).as(close.reason()).isEqualTo(1001);
                assertThat(close.reason()).isNotBlank();
            }
            repl.awaitPhase(ReplPhase.ASLEEP);
            assertThat(Lab.pod(repl.name())).isEmpty();

            Lab.repl(repl.name()).scale(1);
            repl.awaitPhase(ReplPhase.READY);
            Lab.repl(repl.name()).scale(0);
            repl.awaitPhase(ReplPhase.ASLEEP);

            ReplToken.Builder byId =
                    repl.token().setId(ReplToken.ReplID.newBuilder().setId(repl.id()));
            try (Person person = Person.at(byId)) {
                assertThat(person.run("echo", "awake")).isEqualTo("awake\n");
            }
            assertThat(repl.resource().getSpec().desiredAwake()).isTrue();
        }
    }

    @Test
    void deletingTheReplClosesItsSocketsWithAReason() throws Exception {
        try (TestRepl repl = TestRepl.named("doomed");
                Person one = Person.at(repl.token());
                Person two = Person.at(repl.token())) {
            Lab.repl(repl.name()).delete();
            for (Person person : List.of(one, two)) {
                CloseStatus close = person.awaitClose();
                assertThat(close.code()).as(close.reason()).isEqualTo(1008);
                assertThat(close.reason()).contains("deleted");
            }
            await().atMost(Person.PATIENCE).until(() -> Lab.pod(repl.name()).isEmpty());
            assertThat(repl.exists()).isFalse();
        }
    }

    @Test
    void anImageThatCannotBeHadFailsWithItsReason() throws Exception {
        Language broken = new Language();
        broken.setMetadata(new ObjectMetaBuilder()
                .withName("broken-" + UUID.randomUUID().toString().substring(0, 8))
                .build());
        broken.setSpec(LanguageSpecBuilder.builder()
                .image("localhost/replyard/no-such-image:0")
                .build());
        Lab.kubernetes().resource(broken).create();
        try (TestRepl repl = TestRepl.named("imageless")) {
            ReplToken.Builder token = repl.token();
            token.setRepl(
                    token.getRepl().toBuilder().setLanguage(broken.getMetadata().getName()));
            try (Person person = Person.with(Tokens.sign(token))) {
                CloseStatus close = person.awaitClose();
                assertThat(close.code()).as(close.reason()).isEqualTo(1014);
                assertThat(close.reason()).contains("ImagePullFailed");
            }
            Repl failed = repl.awaitPhase(ReplPhase.FAILED);
            assertThat(TestRepl.reason(failed)).isEqualTo("ImagePullFailed");
            await("an Event about it")
                    .atMost(Person.PATIENCE)
                    .until(() -> events(repl.name()).stream()
                            .anyMatch(event -> event.getReason().equals("ImagePullFailed")
                                    && event.getType().equals("Warning")));

            // The fix is to name an image that exists; nothing has to be deleted by hand.
            String image =
                    Lab.languages().withName("default").require().getSpec().image();
            Lab.languages()
                    .withName(broken.getMetadata().getName())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"image\":\"" + image + "\"}}");
            // Until the operator has seen that, a client is still told of the old image.
            repl.awaitThat("on its way again", seen -> seen.getStatus().phase() != ReplPhase.FAILED);
            try (Person person = Person.at(token)) {
                assertThat(person.run("echo", "mended")).isEqualTo("mended\n");
            }
        } finally {
            Lab.kubernetes().resource(broken).delete();
        }
    }

    @Test
    void otherMetadataMakesTheContainerAnew() throws Exception {
        try (TestRepl repl = TestRepl.named("renamed")) {
            try (Person person = Person.at(repl.token())) {
                ReplToken.Builder renamed = repl.token();
                renamed.setRepl(renamed.getRepl().toBuilder().setSlug("other"));
                try (Person other = Person.at(renamed)) {
                    assertThat(other.run("pwd")).isEqualTo("/home/runner/other\n");
                }
                assertThat(person.awaitClose().reason()).isNotBlank();
            }
        }
    }

    @Test
    void otherLimitsAreAppliedInPlace() throws Exception {
        try (TestRepl repl = TestRepl.named("resized");
                Person person = Person.at(repl.token())) {
            String uid = repl.pod().getMetadata().getUid();
            ReplToken.Builder larger = repl.token();
            larger.setResourceLimits(larger.getResourceLimits().toBuilder().setMemory(384 * MIB));
            try (Person second = Person.at(larger)) {
                await("the new limit")
                        .atMost(Person.PATIENCE)
                        .until(() -> bytes(repl.pod()
                                        .getStatus()
                                        .getContainerStatuses()
                                        .getFirst()
                                        .getResources()
                                        .getLimits())
                                == (384 + 64) * MIB);
                assertThat(second.run("echo", "same")).isEqualTo("same\n");
            }
            assertThat(repl.pod().getMetadata().getUid()).isEqualTo(uid);
            assertThat(person.isConnected()).isTrue();
        }
    }

    private static long bytes(Map<String, Quantity> limits) {
        return Objects.requireNonNull(limits.get("memory")).getNumericalAmount().longValueExact();
    }

    private static List<Event> events(String replName) {
        return Lab.kubernetes()
                .v1()
                .events()
                .inNamespace(Lab.namespace())
                .withField("involvedObject.name", replName)
                .list()
                .getItems();
    }
}
