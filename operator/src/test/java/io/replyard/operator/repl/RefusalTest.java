package io.replyard.operator.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 405, 413, 415, 422})
    void whatTheSameRequestWillGetAgain(int code) {
        assertThat(Refusal.of(answer(code, new StatusBuilder().withMessage("no").build())))
                .contains("no");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 401, 408, 409, 425, 429, 500, 502, 503, 504})
    void whatPasses(int code) {
        assertThat(Refusal.of(
                        answer(code, new StatusBuilder().withMessage("later").build())))
                .isEmpty();
    }

    @Test
    void anObjectThatIsGoneIsNoRefusalButAPathThatIsNotServedIs() {
        Status gone = new StatusBuilder()
                .withMessage("pods \"demo\" not found")
                .withNewDetails()
                .withKind("pods")
                .withName("demo")
                .endDetails()
                .build();
        Status unserved = new StatusBuilder()
                .withMessage("the server could not find the requested resource")
                .withNewDetails()
                .endDetails()
                .build();

        assertThat(Refusal.of(answer(404, gone))).isEmpty();
        assertThat(Refusal.of(answer(404, unserved))).contains("the server could not find the requested resource");
    }

    private static KubernetesClientException answer(int code, Status status) {
        return new KubernetesClientException("Failure executing", code, status);
    }
}
