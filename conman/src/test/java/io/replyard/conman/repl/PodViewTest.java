package io.replyard.conman.repl;

import static io.replyard.conman.repl.ReplSamples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodViewTest {
    private static final Pod RUNNING = new PodBuilder()
            .withNewMetadata()
            .withName("r1")
            .withNamespace("n")
            .withUid("u1")
            .withResourceVersion("7")
            .addToLabels("replyard.io/repl", "r1")
            .addNewManagedField()
            .withManager("kubelet")
            .endManagedField()
            .endMetadata()
            .withNewSpec()
            .withNodeName("node")
            .addNewContainer()
            .withName("repl")
            .withImage("some/image")
            .addNewEnv()
            .withName("REPL_LANGUAGE")
            .withValue("python3")
            .endEnv()
            .addNewEnv()
            .withName("REPLYARD_SESSION_KEYS")
            .withValue("not kept")
            .endEnv()
            .endContainer()
            .endSpec()
            .withNewStatus()
            .withPhase("Running")
            .withPodIP("10.0.0.1")
            .addNewContainerStatus()
            .withName("repl")
            .withNewState()
            .withNewRunning()
            .endRunning()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();

    @Test
    void aSlimPodShowsTheSameAsTheWholeOne() {
        Pod slim = SlimObjects.slim(RUNNING);

        assertThat(PodView.of(slim))
                .isEqualTo(PodView.of(RUNNING))
                .isEqualTo(new PodView("u1", "10.0.0.1", false, null, Map.of("REPL_LANGUAGE", "python3")));
        assertThat(Serialization.asYaml(slim)).doesNotContain("kubelet", "some/image", "not kept", "node");
    }

    @Test
    void whatIsNotSaidAboutAPodDoesNotRuleItOut() {
        assertThat(PodView.of(RUNNING).madeFor(spec().build())).isTrue();
        assertThat(PodView.of(RUNNING).madeFor(spec().language("ruby").build())).isFalse();
    }

    @Test
    void theEndIsToldByTheContainerOrByThePod() {
        Pod killed = new PodBuilder(RUNNING)
                .editStatus()
                .editFirstContainerStatus()
                .withNewState()
                .withNewTerminated()
                .withReason("OOMKilled")
                .withExitCode(137)
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
        Pod evicted = new PodBuilder(RUNNING)
                .editStatus()
                .withPhase("Failed")
                .withReason("Evicted")
                .endStatus()
                .build();

        assertThat(PodView.of(SlimObjects.slim(killed)).end()).isEqualTo("OOMKilled, exit code 137");
        assertThat(PodView.of(SlimObjects.slim(evicted)).end()).isEqualTo("Evicted");
    }
}
