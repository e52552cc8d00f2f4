package io.replyard.cli;

import io.replyard.cli.client.ReplConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which Repl to connect to, how, and as whom. */
final class Remote {
    private final Clock clock = Clock.systemUTC();

    @Parameters(index = "0", paramLabel = "REPL", description = "Id of the Repl; it is made when it does not exist.")
    private String repl = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:REPLYARD_URL:-ws://localhost:4560}",
            description = "Address of conman (default: $$REPLYARD_URL, else ws://localhost:4560).")
    private URI url = URI.create("ws://localhost:4560");

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:REPLYARD_TOKEN}",
            description = "Connect with this token (default: $$REPLYARD_TOKEN). Without one it is made from the options"
                    + " below, and signed with the development key unless another is named.")
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

    /** A connection to the Repl, which is ready; progress goes to {@code err} when it takes a while. */
    ReplConnection connect(PrintWriter err) throws IOException, TimeoutException {
        BootProgress progress = new BootProgress(repl, err);
        ReplConnection connection = ReplConnection.connect(url, token(), progress);
        try {
            progress.awaitReady(connection, timeout);
            return connection;
        } catch (IOException | TimeoutException e) {
            connection.close();
            throw e;
        }
    }

    private String token() throws IOException {
        return token == null
                ? signing.signOrDevelop(
                        fields.token(clock.instant()).setRepl(fields.repl(repl)).build())
                : token;
    }
}
