package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.cli.CommandProcess.Result;
import io.replyard.cli.client.FakeRepl;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where to connect and as whom: what cannot have an effect is refused before anybody is asked. */
class OptionsTest {
    private static final byte[] NOTHING = {};

    private final FakeRepl repl = FakeRepl.start();

    @TempDir
    private Path folder;

    private CommandProcess command;

    @BeforeEach
    void prepare() {
        command = new CommandProcess(folder, repl.url());
    }

    @AfterEach
    void stop() {
        repl.close();
    }

    @ParameterizedTest
    @CsvSource({
        "--token t --language python3 --net, '--language, --net: the token of --token cannot be changed'",
        "--token t --dev, '--dev: the token of --token'",
        "--token a/b, --token holds what no token holds",
        "--url ws://h/prefix, '--url: take away the path ''/prefix'''",
        "--url ws://me:secret@h, '--url: no user name or password'",
        "--env x, NAME=VALUE"
    })
    void whatHasNoEffectIsRefused(String options, String message) throws Exception {
        Result result = command.run("\"$@\" " + options + " hello -- echo", NOTHING, "exec");
        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).startsWith("replyard: ").contains(message).hasLineCount(1);
        assertThat(repl.paths()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"hello echo -n", "hello echo x --net", "hello echo -- x", "hello echo -n -- x"})
    void anOptionBehindTheProgramIsNotTakenForOurs(String words) throws Exception {
        Result result = command.run("\"$@\" " + words, NOTHING, "exec");
        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("replyard exec hello -- echo").hasLineCount(1);
        assertThat(repl.paths()).isEmpty();
    }

    @Test
    void aProgramWithoutOptionsNeedsNoDashes() throws Exception {
        assertThat(command.run("\"$@\"", NOTHING, "exec", "-n", "hello", "echo", "x"))
                .isEqualTo(new Result(0, "x\n", ""));
    }

    @Test
    void theVariablesAreJudgedLikeTheOptions() throws Exception {
        command.with("REPLYARD_TOKEN", "a token");
        assertThat(command.run("\"$@\"", NOTHING, "exec", "hello", "--", "echo").err())
                .contains("REPLYARD_TOKEN holds");
        command.with("REPLYARD_URL", "somewhere");
        assertThat(command.run("\"$@\"", NOTHING, "exec", "hello", "--", "echo").err())
                .contains("REPLYARD_URL: 'somewhere'");
    }

    @Test
    void whatWasPastedWithTheLinesEndWorks() throws Exception {
        command.with("REPLYARD_URL", " " + repl.url() + "/\n").with("REPLYARD_TOKEN", " my-token\r\n");
        assertThat(command.run("\"$@\"", NOTHING, "exec", "hello", "--", "echo", "hi"))
                .isEqualTo(new Result(0, "hi\n", ""));
        assertThat(repl.paths()).containsExactly("/wsv2/my-token");
    }

    @Test
    void aVariableThatIsEmptyIsNotSet() throws Exception {
        command.with("REPLYARD_TOKEN", "").with("REPLYARD_CLUSTER", "");
        assertThat(command.run("\"$@\"", NOTHING, "exec", "hello", "--", "echo").code())
                .isZero();
        assertThat(repl.paths()).singleElement().asString().startsWith("/wsv2/v2.public.");
    }

    /** It takes longer to read than everything else before the first byte. */
    @Test
    void aConnectionWithoutTlsReadsNoTrustStore() throws Exception {
        command.with("JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStoreType=nonsense");
        assertThat(command.run("\"$@\"", NOTHING, "exec", "hello", "--", "echo", "hi")
                        .out())
                .isEqualTo("hi\n");
        assertThat(command.run("\"$@\"", NOTHING, "exec", "--url", "wss://localhost:1", "hello", "--", "echo")
                        .err())
                .as("with TLS it is read")
                .contains("nonsense");
    }
}
