package io.replyard.proto.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.proto.claims.ReplToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The token that a deployed client's signer made from known claims with the development key, byte for byte. */
class VectorTest {
    private static final String PROTO =
            "0a060880e2cfaa0612060890fecfaa061a0673616c742d31220b646576656c6f706d656e7430023a220a067265706c2d311207707974686f6e331a0162220568656c6c6f2a05616c6963655220080110808080800219000000000000e03f21000000000000e03f2880808080046a0908071205616c696365";
    private static final String MESSAGE =
            "CgYIgOLPqgYSBgiQ/s+qBhoGc2FsdC0xIgtkZXZlbG9wbWVudDACOiIKBnJlcGwtMRIHcHl0aG9uMxoBYiIFaGVsbG8qBWFsaWNlUiAIARCAgICAAhkAAAAAAADgPyEAAAAAAADgPyiAgICABGoJCAcSBWFsaWNl";
    private static final String FOOTER = "CgNkZXYiCWNyb3Npcy1jaQ==";

    @Test
    void claimsEncodeAsPublished() {
        assertThat(Minting.token().build().toByteArray()).asHexString().isEqualToIgnoringCase(PROTO);
    }

    @Test
    void signaturesAreMadeOverThePublishedBytes() {
        byte[] signed = PasetoToken.preAuthenticationEncoding(
                "v2.public.".getBytes(StandardCharsets.US_ASCII),
                MESSAGE.getBytes(StandardCharsets.US_ASCII),
                FOOTER.getBytes(StandardCharsets.US_ASCII));

        assertThat(HexFormat.of().formatHex(signed))
                .startsWith("0300000000000000" + "0a00000000000000" + "76322e7075626c69632e" + "a000000000000000");
        assertThat(HexFormat.of().formatHex(Ed25519Keys.sha256(signed)))
                .isEqualTo("7691e94b9dd983e50871adbbd2647ed112544dab9dfa63027fd23f73e0309742");
    }

    @Test
    void signingGivesThePublishedToken() {
        assertThat(TokenSigner.sign(Minting.token().build(), Minting.DEV, DevelopmentKey.privateKey()))
                .isEqualTo(Minting.VECTOR);
    }

    @Test
    void thePublishedTokenOpensAConnection() throws Exception {
        VerifiedToken verified = Minting.verifier().verify(Minting.VECTOR);

        assertThat(verified)
                .isEqualTo(new VerifiedToken(
                        Minting.token().build(),
                        Instant.ofEpochSecond(1_700_000_000),
                        Instant.ofEpochSecond(1_700_003_600),
                        "crosis-ci",
                        null));
    }

    @Test
    void explicitlyWrittenDefaultsDoNotBreakTheSignature() throws Exception {
        // Some clients write format = 0 out (60 00); encoding the parsed message again would drop it.
        byte[] plain = Minting.token().build().toByteArray();
        byte[] padded = Arrays.copyOf(plain, plain.length + 2);
        padded[plain.length] = 0x60;
        String token = RawTokens.signed(padded, Minting.DEV.toByteArray(), DevelopmentKey.privateKey());

        assertThat(Minting.verifier().verify(token).token()).isEqualTo(ReplToken.parseFrom(plain));
    }
}
