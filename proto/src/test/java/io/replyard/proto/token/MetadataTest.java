package io.replyard.proto.token;

import static io.replyard.proto.token.Minting.assertRefused;
import static io.replyard.proto.token.Minting.repl;
import static io.replyard.proto.token.Minting.seconds;
import static io.replyard.proto.token.Minting.signed;
import static io.replyard.proto.token.Minting.signedAsGovalToken;
import static io.replyard.proto.token.Minting.token;
import static io.replyard.proto.token.Minting.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.replyard.proto.claims.GovalReplIdentity;
import io.replyard.proto.claims.GovalToken;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.ReplToken.MetadataCase;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    private static final ReplToken.ReplID ID =
            ReplToken.ReplID.newBuilder().setId("repl-1").build();

    @Test
    void eachVariantIsAccepted() throws Exception {
        assertThat(verifier().verify(signed(token().build())).token().getMetadataCase())
                .isEqualTo(MetadataCase.REPL);
        assertThat(verifier().verify(signed(token().setId(ID).build())).token().getMetadataCase())
                .isEqualTo(MetadataCase.ID);
        assertThat(verifier()
                        .verify(signed(
                                token().setClassroom(classroom("c", "python3")).build()))
                        .token()
                        .getMetadataCase())
                .isEqualTo(MetadataCase.CLASSROOM);
    }

    @Test
    void sourceReplIsOptional() throws Exception {
        String token = signed(token().setRepl(repl().setSourceRepl("template")).build());

        assertThat(verifier().verify(token).token().getRepl().getSourceRepl()).isEqualTo("template");
    }

    @Test
    void noneIsRefused() {
        assertRefused(
                signed(token().clearMetadata().build()),
                Reason.METADATA,
                "token metadata must be exactly one of repl, id, classroom; it has 0");
    }

    @Test
    void moreThanOneOnTheWireIsRefused() {
        ByteString once = token().build().toByteString();
        String message = "token metadata must be exactly one of repl, id, classroom; it has 2";

        assertRefused(RawTokens.signed(once.concat(RawTokens.field(8, ID))), Reason.METADATA, message);
        assertRefused(RawTokens.signed(RawTokens.field(8, ID).concat(once)), Reason.METADATA, message);
        assertRefused(
                RawTokens.signed(once.concat(RawTokens.field(9, classroom("c", "python3")))), Reason.METADATA, message);
        assertRefused(
                RawTokens.signed(
                        once.concat(RawTokens.field(7, repl().setUser("mallory").build()))),
                Reason.METADATA,
                message);
        assertRefused(RawTokens.signed(once.concat(RawTokens.field(7, ByteString.EMPTY))), Reason.METADATA, message);
    }

    @ParameterizedTest
    @CsvSource({"id,1", "language,2", "bucket,3", "slug,4", "user,5"})
    void everyFieldOfReplButSourceIsRequired(String field, int number) {
        String message = "token repl." + field + " is empty; the minter must fill it";
        var descriptor = Repl.getDescriptor().findFieldByNumber(number);
        assertThat(descriptor.getName()).isEqualTo(field);

        assertRefused(signed(token().setRepl(repl().clearField(descriptor)).build()), Reason.METADATA, message);
        assertRefused(signed(token().setRepl(repl().setField(descriptor, " \t")).build()), Reason.METADATA, message);
    }

    @Test
    void theIdOfTheOtherVariantsIsRequired() {
        assertRefused(
                signed(token().setId(ReplToken.ReplID.getDefaultInstance()).build()),
                Reason.METADATA,
                "token id.id is empty; the minter must fill it");
        assertRefused(
                signed(token().setClassroom(classroom("", "python3")).build()),
                Reason.METADATA,
                "token classroom.id is empty; the minter must fill it");
        assertRefused(
                signed(token().setClassroom(classroom("c", "")).build()),
                Reason.METADATA,
                "token classroom.language is empty; the minter must fill it");
    }

    @Nested
    class Wrapped {
        @Test
        void aTypeAwareTokenIsAccepted() throws Exception {
            String token = signedAsGovalToken(wrapper().build());

            assertThat(verifier().verify(token).token()).isEqualTo(token().build());
        }

        @Test
        void theEarlierExpCounts() throws Exception {
            String token =
                    signedAsGovalToken(wrapper().setExp(seconds(1_700_000_500)).build());

            assertThat(verifier().verify(token).expiresAt()).isEqualTo(Instant.ofEpochSecond(1_700_000_500));
        }

        @Test
        void theWrappersTimesAreChecked() {
            assertRefused(
                    signedAsGovalToken(wrapper().setExp(seconds(1_700_000_100)).build()),
                    Reason.EXPIRED,
                    "GovalToken exp 2023-11-14T22:15:00Z has passed; get a new one");
            assertRefused(
                    signedAsGovalToken(wrapper().setIat(seconds(1_700_000_161)).build()),
                    Reason.NOT_YET_VALID,
                    "GovalToken iat 2023-11-14T22:16:01Z is in the future; check the signer's clock");
            assertRefused(
                    signedAsGovalToken(wrapper().clearIat().clearExp().build()),
                    Reason.EXPIRED,
                    "GovalToken exp 1970-01-01T01:00:00Z has passed; get a new one");
            assertRefused(
                    signedAsGovalToken(wrapper().setExp(seconds(Long.MAX_VALUE)).build()),
                    Reason.MALFORMED,
                    "GovalToken exp is not a time between the years 1 and 9999");
        }

        @Test
        void theInnerTimesAreCheckedToo() {
            assertRefused(
                    signedAsGovalToken(wrapper()
                            .setReplToken(token().setExp(seconds(1_700_000_100)))
                            .build()),
                    Reason.EXPIRED,
                    "token exp 2023-11-14T22:15:00Z has passed; get a new one");
        }

        @ParameterizedTest
        @ValueSource(strings = {"repl-2", "", "Repl-1"})
        void theWrappersReplidMustAgree(String replid) {
            assertRefused(
                    signedAsGovalToken(wrapper().setReplid(replid).build()),
                    Reason.METADATA,
                    "replid of the GovalToken is \"" + replid + "\", its token is for \"repl-1\"");
        }

        @Test
        void anIdentityIsRefused() {
            GovalReplIdentity identity = GovalReplIdentity.newBuilder()
                    .setReplid("repl-1")
                    .setUser("alice")
                    .setSlug("hello")
                    .build();
            assertRefused(
                    signedAsGovalToken(wrapper().setReplIdentity(identity).build()),
                    Reason.WRONG_KIND,
                    "GovalToken must hold one repl_token and nothing else; identity tokens cannot connect");
            assertRefused(
                    RawTokens.signedAsGovalToken(RawTokens.field(5, identity)
                            .concat(wrapper().build().toByteString())),
                    Reason.WRONG_KIND,
                    "GovalToken must hold one repl_token and nothing else; identity tokens cannot connect");
            // How identities travel in practice: bare, under the version of the wrapper.
            assertRefused(
                    signedAsGovalToken(identity),
                    Reason.WRONG_KIND,
                    "token body of version 1 is no GovalToken; identity tokens cannot connect");
        }

        @Test
        void aBareTokenUnderTheWrappersVersionIsRefused() {
            assertThat(Minting.refusal(signedAsGovalToken(token().build())).reason())
                    .isEqualTo(Reason.WRONG_KIND);
        }

        @Test
        void aWrapperUnderTheBareVersionIsRefused() {
            assertThat(Minting.refusal(signed(wrapper().build())).reason()).isIn(Reason.MALFORMED, Reason.METADATA);
        }

        @Test
        void aSecondMetadataInsideIsNoticed() {
            ByteString twice = token().build().toByteString().concat(RawTokens.field(8, ID));
            assertRefused(
                    RawTokens.signedAsGovalToken(
                            wrapper().clearToken().build().toByteString().concat(RawTokens.field(4, twice))),
                    Reason.METADATA,
                    "token metadata must be exactly one of repl, id, classroom; it has 2");
        }

        private static GovalToken.Builder wrapper() {
            return GovalToken.newBuilder()
                    .setIat(seconds(1_700_000_000))
                    .setExp(seconds(1_700_003_600))
                    .setReplid("repl-1")
                    .setReplToken(token());
        }
    }

    private static ReplToken.ClassroomMetadata classroom(String id, String language) {
        return ReplToken.ClassroomMetadata.newBuilder()
                .setId(id)
                .setLanguage(language)
                .build();
    }
}
