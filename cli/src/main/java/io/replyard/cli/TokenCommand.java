package io.replyard.cli;

import io.replyard.proto.claims.ReplToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
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
        if (spec == null) {
            throw new IllegalStateException("picocli has not set the command's spec");
        }
        metadata.refuseWhatItCannotCarry(new GivenOptions(spec));
        ReplToken.Builder token = fields.token(clock.instant());
        metadata.set(token, fields);
        PrintWriter out = spec.commandLine().getOut();
        out.println(signing.sign(token.build()));
        if (out.checkError() || System.out.checkError()) {
            throw new IOException("standard output: the token could not be written");
        }
        return 0;
    }

    /** Exactly one of the three ways to say which Repl. */
    static final class Metadata {
        @Option(
                names = "--repl",
                paramLabel = "ID",
                description = "A Repl, described in full by the other options; it is made when it does not exist.")
        private @Nullable String repl;

        @Option(
                names = "--id",
                paramLabel = "ID",
                description = "A Repl that exists; the token says nothing else of it.")
        private @Nullable String id;

        @Option(names = "--classroom", paramLabel = "ID", description = "A throw-away Repl (legacy).")
        private @Nullable String classroom;

        void refuseWhatItCannotCarry(GivenOptions given) {
            if (id != null) {
                given.refuse(
                        List.of("--language", "--bucket", "--slug", "--user"),
                        "a token with --id does not describe the Repl; to describe it, write --repl " + id
                                + " instead of --id " + id);
            } else if (classroom != null) {
                given.refuse(
                        List.of("--bucket", "--slug", "--user", "--source-repl"),
                        "a classroom token carries the language alone; to set more, write --repl " + classroom
                                + " instead of --classroom " + classroom);
            }
        }

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
