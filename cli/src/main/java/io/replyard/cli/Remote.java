package io.replyard.cli;

import io.replyard.cli.client.ReplConnection;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which Repl to connect to, how, and as whom. */
final class Remote {
    private static final String URL_VARIABLE = "REPLYARD_URL";
    private static final String TOKEN_VARIABLE = "REPLYARD_TOKEN";
    private static final String DEFAULT_URL = "ws://localhost:4560";

    private final Clock clock = Clock.systemUTC();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Parameters(index = "0", paramLabel = "REPL", description = "Id of the Repl; it is made when it does not exist.")
    private String repl = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of conman (default: $$" + URL_VARIABLE + ", else " + DEFAULT_URL + ").")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Connect with this token, which alone says what the Repl is (default: $$" + TOKEN_VARIABLE
                    + "). Without one it is made from the options below, and signed with the development key unless"
                    + " another is named.")
    private @Nullable String token;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "5m",
            description = "How long the Repl may take to get ready (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofMinutes(5);

    @Mixin
    private final TokenFields fields = new TokenFields();

    @Mixin
    private final SigningOptions signing = new SigningOptions(System.getenv());

    String repl() {
        return repl;
    }

    /** A connection to the Repl, which is ready; progress goes to {@code notices} when it takes a while. */
    ReplConnection connect(Notices notices) throws IOException, TimeoutException {
        var server = url != null
                ? ServerAddress.parse("--url", url)
                : ServerAddress.parse(URL_VARIABLE, EnvironmentVariable.get(URL_VARIABLE, DEFAULT_URL));
        BootProgress progress = new BootProgress(repl, notices);
        ReplConnection connection = ReplConnection.connect(server, token(), progress);
        try {
            progress.awaitReady(connection, timeout);
            return connection;
        } catch (IOException | TimeoutException e) {
            connection.close();
            throw e;
        }
    }

    private String token() throws IOException {
        if (token != null) {
            refuseFields("--token");
            return PastedToken.parse("--token", token);
        }
        String fromEnvironment = EnvironmentVariable.get(TOKEN_VARIABLE, "");
        if (!fromEnvironment.isEmpty()) {
            refuseFields(TOKEN_VARIABLE);
            return PastedToken.parse(TOKEN_VARIABLE, fromEnvironment);
        }
        return signing.signOrDevelop(
                fields.token(clock.instant()).setRepl(fields.repl(repl)).build());
    }

    /** What would go into a token has no effect on one that is there already. */
    private void refuseFields(String origin) {
        if (command != null) {
            new GivenOptions(command)
                    .refuseAllOf(
                            List.of(TokenFields.class, SigningOptions.class),
                            "the token of " + origin
                                    + " cannot be changed; leave out either these options or the token");
        }
    }
}
