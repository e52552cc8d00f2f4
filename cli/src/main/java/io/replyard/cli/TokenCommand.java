package io.replyard.cli;

import io.replyard.proto.claims.ReplToken;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a signed ReplToken. */
@Command(
        name = "token",
        description = "Print a signed ReplToken.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TokenCommand implements Callable<Integer> {
    private final Clock clock = Clock.systemUTC();

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Metadata metadata = new Metadata();

    @Mixin
    private final TokenFields fields = new TokenFields();

    @Mixin
    private final SigningOptions signing = new SigningOptions(System.getenv());

    @Override
    public Integer call() throws IOException {
        ReplToken.Builder token = fields.token(clock.instant());
        metadata.set(token, fields);
        String signed = signing.sign(token.build());
        if (spec != null) {
            spec.commandLine().getOut().println(signed);
        }
        return 0;
    }

    /** Exactly one of the three ways to say which Repl. */
    static final class Metadata {
        @Option(names = "--repl", paramLabel = "ID", description = "A Repl, described in full by the other options.")
        private @Nullable String repl;

        @Option(names = "--id", paramLabel = "ID", description = "A Repl that an earlier token has described.")
        private @Nullable String id;

        @Option(names = "--classroom", paramLabel = "ID", description = "A throw-away Repl (legacy).")
        private @Nullable String classroom;

        // The classroom message is deprecated, and still on the wire.
        @SuppressWarnings("deprecation")
        void set(ReplToken.Builder token, TokenFields fields) {
            if (repl != null) {
                token.setRepl(fields.repl(repl));
            } else if (id != null) {
                token.setId(fields.replId(id));
            } else if (classroom != null) {
                token.setClassroom(fields.classroom(classroom));
            }
        }
    }
}
