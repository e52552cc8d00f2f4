package io.replyard.pid1.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.replyard.pid1.client.TokenMint;
import io.replyard.proto.session.PodVariables;
import io.replyard.proto.token.Ed25519Keys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the operator puts into the pod's environment, and what is said about an environment that it did not make. */
class IdentityTest {
    private final TokenMint mint = new TokenMint();
    private final Map<String, String> environment = new HashMap<>(Map.of(
            PodVariables.ID, "8b1f",
            PodVariables.SLUG, "project",
            PodVariables.POD_UID, "uid-1",
            PodVariables.SESSION_KEYS, Ed25519Keys.toBase64(mint.publicKey())));

    @Test
    void thePod() {
        environment.put("HOME", "/home/ada");
        String key = Ed25519Keys.toBase64(mint.publicKey());
        environment.put(PodVariables.SESSION_KEYS, key + ", " + key + ",");

        ThisPod pod = ThisPod.from(environment);

        assertThat(pod.uid()).isEqualTo("uid-1");
        assertThat(pod.sessionKeys()).containsExactly(mint.publicKey(), mint.publicKey());
        assertThat(pod.home()).isEqualTo(Path.of("/home/ada"));
    }

    @Test
    void thePodIsKnownWithoutARepl() {
        environment.remove(PodVariables.ID);
        environment.remove(PodVariables.SLUG);

        assertThat(ThisPod.from(environment).home()).isEqualTo(Path.of("/home/runner"));
    }

    @Test
    void theRepl() {
        environment.put(PodVariables.OWNER, "ada");
        environment.put(PodVariables.LANGUAGE, "python3");
        environment.put(PodVariables.FLAGS, "one,two");
        environment.put(PodVariables.MEMORY_BYTES, "536870912");

        ReplIdentity repl = ReplIdentity.from(environment);

        assertThat(repl.id()).isEqualTo("8b1f");
        assertThat(repl.slug()).isEqualTo("project");
        assertThat(repl.user()).isEqualTo("ada");
        assertThat(repl.language()).isEqualTo("python3");
        assertThat(repl.flags()).containsExactly("one", "two");
        assertThat(repl.memoryBytes()).isEqualTo(512 << 20);
        assertThat(repl.environment()).containsEntry("REPL_ID", "8b1f").doesNotContainKey(PodVariables.FLAGS);
    }

    @Test
    void aReplOfWhichLittleIsSaid() {
        ReplIdentity repl = ReplIdentity.from(environment);

        assertThat(repl.user()).isEmpty();
        assertThat(repl.language()).isEmpty();
        assertThat(repl.flags()).isEmpty();
        assertThat(repl.memoryBytes()).isZero();
    }

    @Test
    void whatIsMissingIsNamed() {
        for (String name : new String[] {PodVariables.POD_UID, PodVariables.SESSION_KEYS}) {
            Map<String, String> less = new HashMap<>(environment);
            less.remove(name);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ThisPod.from(less))
                    .withMessage(name + " is not set; the operator sets it on the Repl's pod");
        }
        for (String name : new String[] {PodVariables.ID, PodVariables.SLUG}) {
            Map<String, String> less = new HashMap<>(environment);
            less.put(name, " ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ReplIdentity.from(less))
                    .withMessage(name + " is not set; the operator sets it on the Repl's pod");
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        for (String slug : new String[] {"..", ".", "a/b"}) {
            environment.put(PodVariables.SLUG, slug);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ReplIdentity.from(environment))
                    .withMessage("REPL_SLUG must be the name of a folder, not \"" + slug + "\"");
        }
        environment.put(PodVariables.SLUG, "project");
        environment.put(PodVariables.MEMORY_BYTES, "1Gi");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplIdentity.from(environment))
                .withMessage("REPLYARD_MEMORY_BYTES must be a number of bytes, not \"1Gi\"");
        environment.remove(PodVariables.MEMORY_BYTES);
        environment.put(PodVariables.PROCESSES, "3000000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplIdentity.from(environment))
                .withMessage("REPLYARD_PROCESSES must be a number of processes, not \"3000000000\"");
    }
}
