package io.replyard.pid1.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyGateTest {
    private static final Duration MOMENT = Duration.ofMillis(200);

    @Test
    void withoutAnAddressItIsOpen() {
        PolicyGate gate = new PolicyGate("");
        gate.start();

        assertThatCode(gate::pass).doesNotThrowAnyException();
    }

    @Test
    void nothingPassesWhileTheAddressAnswersAndAllWhenItIsShut() throws IOException {
        PolicyGate gate;
        try (ServerSocket open = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + open.getLocalPort();
            gate = new PolicyGate(address, MOMENT);
            gate.start();

            assertThatThrownBy(gate::pass).isInstanceOf(LaunchException.class).hasMessageContaining(address);
        }
        PolicyGate later = gate;
        await().untilAsserted(() -> assertThatCode(later::pass).doesNotThrowAnyException());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "kubernetes:443", ":443", "10.0.0.1:https", "10.0.0.1:70000"})
    void anythingElseIsNoAddress(String wrong) {
        assertThatThrownBy(() -> new PolicyGate(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.96.0.1:443", "fd00::1:443", "[fd00::1]:443"})
    void addressesOfBothKinds(String right) {
        assertThatCode(() -> new PolicyGate(right)).doesNotThrowAnyException();
    }
}
