package io.replyard.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.replyard.proto.session.PodVariables;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PodEnvironmentTest {
    private static final LanguageSpec LANGUAGE =
            LanguageSpecBuilder.builder().image("x").env(Map.of("A", "$(B)")).build();

    @Property
    void whatIsWrittenIsReadBack(@ForAll String slug, @ForAll String user, @ForAll String language) {
        ReplSpec spec = ReplSpec.of("r1", language, slug, user, "files");

        Map<String, String> read = PodEnvironment.read(pod(PodEnvironment.of(spec, LANGUAGE, orders("10.96.0.1:443"))));

        assertThat(read)
                .containsAllEntriesOf(PodEnvironment.identity(spec))
                .containsEntry(PodVariables.SESSION_KEYS, "k1,k2")
                .containsEntry(PodVariables.MEMORY_BYTES, "7")
                .containsEntry(PodVariables.DISK_BYTES, "9")
                .containsEntry(PodVariables.PROCESSES, "100")
                .containsEntry(PodVariables.SHUT_ADDRESS, "10.96.0.1:443")
                .containsEntry("A", "$(B)")
                .doesNotContainKeys(PodVariables.POD_UID, PodVariables.FLAGS);
    }

    @Test
    void kubernetesIsGivenNothingToExpand() {
        List<EnvVar> env = PodEnvironment.of(ReplSpec.of("r1", "c", "a$b", "$(HOME)", "files"), LANGUAGE, orders(""));

        assertThat(env)
                .filteredOn(variable -> variable.getValue() != null)
                .extracting(EnvVar::getValue)
                .contains("a$$b", "$$(HOME)", "$$(B)");
    }

    @Test
    void everyVariableOfTheIdentityIsKnownByItsName() {
        Map<String, String> identity = PodEnvironment.identity(ReplSpec.of("r1", "c", "s", "u", "b"));

        assertThat(PodEnvironment.of(ReplSpec.of("r1", "c", "s", "u", "b"), LANGUAGE, orders("")))
                .filteredOn(PodEnvironment::tellsIdentity)
                .extracting(EnvVar::getName)
                .containsExactlyElementsOf(identity.keySet());
    }

    @Test
    void anotherContainerTellsNothing() {
        Pod pod = new PodBuilder()
                .withNewSpec()
                .addNewContainer()
                .withName("sidecar")
                .addNewEnv()
                .withName(PodVariables.ID)
                .withValue("other")
                .endEnv()
                .endContainer()
                .endSpec()
                .build();

        assertThat(PodEnvironment.read(pod)).isEmpty();
    }

    private static Pod pod(List<EnvVar> env) {
        return new PodBuilder()
                .withNewSpec()
                .addNewContainer()
                .withName(ReplPods.CONTAINER)
                .withEnv(env)
                .endContainer()
                .endSpec()
                .build();
    }

    private static PodEnvironment.Orders orders(String shutAddress) {
        return new PodEnvironment.Orders(7, 9, 100, shutAddress, List.of("k1", "k2"));
    }
}
