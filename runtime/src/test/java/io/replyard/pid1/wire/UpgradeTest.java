package io.replyard.pid1.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.pid1.client.WireClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeTest {
    private static final String GOOD = WireClient.upgrade("tok").replaceAll("(\r\n)+$", "");

    @Test
    void acceptsWithTheKeyOfTheRfcsExample() {
        assertThat(Upgrade.decide(GOOD)).isEqualTo(new Upgrade.Wanted("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "tok", ""));
    }

    @Test
    void takesHeaderNamesAndTokensInAnyCase() {
        String shouting = GOOD.replace("Upgrade: websocket", "UPGRADE: WebSocket")
                .replace("Connection: keep-alive, Upgrade", "connection: Keep-Alive, UPGRADE");

        assertThat(Upgrade.decide(shouting)).isInstanceOf(Upgrade.Wanted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /session HTTP/1.1', 'GET / HTTP/1.1', 404",
        "'GET /session HTTP/1.1', 'POST /session HTTP/1.1', 405",
        "'GET /session HTTP/1.1', 'GET /session HTTP/1.0', 400",
        "'GET /session HTTP/1.1', 'nonsense', 400",
        "'Host: pid1', 'No-Host: pid1', 400",
        "'Host: pid1', 'Host : pid1', 400",
        "'Host: pid1', 'Host', 400",
        "'Upgrade: websocket', 'Upgrade: h2c', 426",
        "'keep-alive, Upgrade', 'keep-alive', 426",
        "'Version: 13', 'Version: 8', 426",
        "'dGhlIHNhbXBsZSBub25jZQ==', 'dGhlIHNhbXBsZQ==', 400",
        "'dGhlIHNhbXBsZSBub25jZQ==', '%%%', 400",
        "'Authorization: Bearer tok', 'Authorization: Basic tok', 401",
        "'Authorization: Bearer tok', 'X: y', 401",
    })
    void refuses(String part, String replacement, String status) {
        assertThat(Upgrade.decide(GOOD.replace(part, replacement)))
                .isInstanceOfSatisfying(Upgrade.Refused.class, refused -> {
                    assertThat(refused.status()).startsWith(status);
                    assertThat(refused.text()).isNotBlank();
                });
    }
}
