package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.ReplToken.Persistence;
import io.replyard.proto.claims.ReplToken.WireFormat;
import io.replyard.proto.claims.ResourceLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Replyard.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("token"), Arrays.stream(args)).toArray(String[]::new));
    }

    private String token(String... args) {
        assertThat(run(args)).as(err::toString).isZero();
        return out.toString().strip();
    }

    private ReplToken body(String... args) throws InvalidProtocolBufferException {
        byte[] signed = Base64.getUrlDecoder().decode(token(args).split("\\.", -1)[2]);
        String message = new String(signed, 0, signed.length - 64, StandardCharsets.US_ASCII);
        return ReplToken.parseFrom(Base64.getDecoder().decode(message));
    }

    private static GovalSigningAuthority footer(String token) throws InvalidProtocolBufferException {
        byte[] text = Base64.getUrlDecoder().decode(token.split("\\.", -1)[3]);
        return GovalSigningAuthority.parseFrom(Base64.getDecoder().decode(new String(text, StandardCharsets.US_ASCII)));
    }

    /** The official client's signer gives this token for the same claims. */
    @Test
    void isByteForByteWhatTheOfficialClientSigns() {
        assertThat(token(
                        ("--dev --issuer crosis-ci --iat 1700000000 --exp 1700003600 --salt salt-1 --cluster development"
                                        + " --persistence none --repl repl-1 --language python3 --bucket b --slug hello --user alice"
                                        + " --net --memory 512Mi --threads .5 --shares .5 --disk 1Gi --bearer-id 7 --bearer-name alice")
                                .split(" ")))
                .isEqualTo(
                        "v2.public.Q2dZSWdPTFBxZ1lTQmdpUS9zK3FCaG9HYzJGc2RDMHhJZ3RrWlhabGJHOXdiV1Z1ZERBQ09pSUtCbkpsY0d3dE1SSUhjSGwwYUc5dU14b0JZaUlGYUdWc2JHOHFCV0ZzYVdObFVpQUlBUkNBZ0lDQUFoa0FBQUFBQUFEZ1B5RUFBQUFBQUFEZ1B5aUFnSUNBQkdvSkNBY1NCV0ZzYVdObEAinDgzduEFj5vyUDdLQPeLwvzaI-dmyxDRX7nkS2GA6gjg9H6A5ZZ4S_LtrTomzoOigE3BVXVoWFCVSwmF_g0.Q2dOa1pYWWlDV055YjNOcGN5MWphUT09");
    }

    private static final ReplToken BASE = ReplToken.newBuilder()
            .setSalt("s")
            .setCluster("development")
            .setPresenced(ReplToken.Presenced.newBuilder().setBearerName("dev"))
            .setRepl(Repl.newBuilder()
                    .setId("r")
                    .setLanguage("default")
                    .setBucket("dev")
                    .setSlug("r")
                    .setUser("dev"))
            .build();

    private static Arguments flags(String flags, UnaryOperator<ReplToken.Builder> expected) {
        return Arguments.of(flags, expected.apply(BASE.toBuilder()).build());
    }

    private static ReplToken.Builder limited(ReplToken.Builder token, UnaryOperator<ResourceLimits.Builder> limits) {
        return token.setResourceLimits(limits.apply(ResourceLimits.newBuilder()));
    }

    @SuppressWarnings("deprecation")
    static List<Arguments> table() {
        return List.of(
                flags("--repl r", t -> t),
                flags(
                        "--repl r --language python3",
                        t -> t.setRepl(t.getRepl().toBuilder().setLanguage("python3"))),
                flags(
                        "--repl r --bucket b",
                        t -> t.setRepl(t.getRepl().toBuilder().setBucket("b"))),
                flags(
                        "--repl r --slug my-slug",
                        t -> t.setRepl(t.getRepl().toBuilder().setSlug("my-slug"))),
                flags(
                        "--repl r --source-repl o",
                        t -> t.setRepl(t.getRepl().toBuilder().setSourceRepl("o"))),
                flags(
                        "--repl r --user ann",
                        t -> t.setRepl(t.getRepl().toBuilder().setUser("ann"))
                                .setPresenced(ReplToken.Presenced.newBuilder().setBearerName("ann"))),
                flags("--id r", t -> t.setId(ReplToken.ReplID.newBuilder().setId("r"))),
                flags(
                        "--id r --source-repl o",
                        t -> t.setId(ReplToken.ReplID.newBuilder().setId("r").setSourceRepl("o"))),
                flags(
                        "--classroom c --language java",
                        t -> t.setClassroom(ReplToken.ClassroomMetadata.newBuilder()
                                .setId("c")
                                .setLanguage("java"))),
                flags("--repl r --cluster eu", t -> t.setCluster("eu")),
                flags("--repl r --persistence ephemeral", t -> t.setPersistence(Persistence.EPHEMERAL)),
                flags("--repl r --net", t -> limited(t, l -> l.setNet(true))),
                flags("--repl r --no-net", t -> limited(t, l -> l.setNet(false))),
                flags("--repl r --memory 1Gi", t -> limited(t, l -> l.setMemory(1L << 30))),
                flags("--repl r --threads 0.5", t -> limited(t, l -> l.setThreads(0.5))),
                flags("--repl r --shares 1024", t -> limited(t, l -> l.setShares(1024))),
                flags("--repl r --disk 42", t -> limited(t, l -> l.setDisk(42))),
                flags("--repl r --flag a --flag b", t -> t.addFlags("a").addFlags("b")),
                flags(
                        "--repl r --bearer-id 7 --bearer-name eve",
                        t -> t.setPresenced(
                                ReplToken.Presenced.newBuilder().setBearerID(7).setBearerName("eve"))),
                flags("--repl r --format json", t -> t.setFormat(WireFormat.JSON)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyFlagIsAField(String flags, ReplToken expected) throws InvalidProtocolBufferException {
        assertThat(body(("--dev --salt s --iat none --exp none " + flags).split(" ")))
                .isEqualTo(expected);
    }

    @Test
    void aTokenIsGoodForAnHourFromNowAndUnlikeAnyOther() throws InvalidProtocolBufferException {
        ReplToken token = body("--dev", "--repl", "r");
        assertThat(token.getExp().getSeconds() - token.getIat().getSeconds()).isEqualTo(3600);
        assertThat(Instant.ofEpochSecond(token.getIat().getSeconds()))
                .isBeforeOrEqualTo(Clock.systemUTC().instant());
        out.getBuffer().setLength(0);
        assertThat(body("--dev", "--repl", "r").getSalt()).isNotEqualTo(token.getSalt());
    }

    @Test
    void aKeyFileSignsUnderTheNameGiven(@TempDir Path folder) throws IOException, NoSuchAlgorithmException {
        byte[] key = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path file = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        String signed = token("--key-file", file.toString(), "--key-id", "prod-1", "--issuer", "me", "--repl", "r");
        assertThat(footer(signed))
                .isEqualTo(GovalSigningAuthority.newBuilder()
                        .setKeyId("prod-1")
                        .setIssuer("me")
                        .build());
    }

    @ParameterizedTest
    @CsvSource({
        "--repl r, no signing key",
        "--dev, --repl",
        "--dev --repl r --id r, mutually exclusive",
        "--dev --repl r --memory lots, --memory",
        "--dev --repl r --exp soon, --exp",
        "--key-file pom.xml --key-id k --repl r, signing key",
        "--key-file pom.xml --repl r, --key-id",
        "--key-file nonesuch --key-id k --repl r, --key-file nonesuch: there is no such file",
        "--dev --key-file pom.xml --repl r, --key-file",
        "--dev --id r --language python3, --language: a token with --id does not describe the Repl; to describe it",
        "--dev --id r --language python3, write --repl r instead",
        "--dev --id r --slug s --user u --bucket b, '--slug, --user, --bucket: '",
        "--dev --id r --language default, '--language: '",
        "--dev --classroom r --slug s --source-repl o, '--slug, --source-repl: '"
    })
    void mistakesAreNamed(String flags, String message) {
        assertThat(run(flags.split(" "))).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "101, 100", "110, 100", "128, 100", "1, 1"})
    void theSlugOfALongIdIsItsBeginning(int idLength, int slugLength) throws InvalidProtocolBufferException {
        String id = "x1-_.".repeat(30).substring(0, idLength);
        assertThat(body("--dev", "--repl", id).getRepl().getSlug()).isEqualTo(id.substring(0, slugLength));
        out.getBuffer().setLength(0);
        String slug = "s".repeat(101);
        assertThat(body("--dev", "--repl", id, "--slug", slug).getRepl().getSlug())
                .as("what was asked for is left to the server to judge")
                .isEqualTo(slug);
    }

    /** The line that README.md tells people to type, on a cluster that has never seen the Repl. */
    @Test
    void theReadmesTokenDescribesTheRepl() throws IOException {
        String line = Files.readString(Path.of("../README.md"))
                .lines()
                .filter(l -> l.startsWith("./replyard token "))
                .findFirst()
                .orElseThrow();
        String arguments = line.replaceFirst("#.*", "").strip().substring("./replyard token ".length());
        Repl repl = body(arguments.split(" +")).getRepl();
        assertThat(List.of(repl.getId(), repl.getLanguage(), repl.getBucket(), repl.getSlug(), repl.getUser()))
                .noneMatch(String::isBlank);
    }
}
