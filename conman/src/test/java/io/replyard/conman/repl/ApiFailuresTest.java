package io.replyard.conman.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.replyard.conman.repl.ReplRefusedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "422,INVALID,1008",
        "400,INVALID,1008",
        "403,API_REFUSED,1014",
        "404,API_REFUSED,1014",
        "409,API_UNAVAILABLE,4001",
        "429,API_UNAVAILABLE,4001",
        "500,API_UNAVAILABLE,4001",
        "503,API_UNAVAILABLE,4001",
        "0,API_UNAVAILABLE,4001",
    })
    void theCodeSaysWhetherTryingAgainHelps(int code, Reason reason, int close) {
        ReplRefusedException refusal = ApiFailures.refusal("r1", failure(code, new Status()));

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.close().code()).isEqualTo(close);
    }

    @Test
    void anInvalidFieldIsNamedOnce() {
        assertThat(ApiFailures.refusal("r1", failure(422, cause("spec.slug", "Too long: may not be more than 100")))
                        .close()
                        .text())
                .isEqualTo("spec.slug: Too long: may not be more than 100");
        assertThat(ApiFailures.refusal(
                                "r1", failure(422, cause("spec.slug", "Invalid value: spec.slug names a folder")))
                        .close()
                        .text())
                .isEqualTo("Invalid value: spec.slug names a folder");
    }

    private static KubernetesClientException failure(int code, Status status) {
        return new KubernetesClientException("test", code, status);
    }

    private static Status cause(String field, String message) {
        return new StatusBuilder()
                .withNewDetails()
                .addNewCause(field, message, "FieldValueInvalid")
                .endDetails()
                .build();
    }
}
