package io.replyard.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code replyard} command. */
@Command(
        name = "replyard",
        description = "Work with Repls from a terminal.",
        mixinStandardHelpOptions = true,
        versionProvider = Replyard.Version.class,
        subcommands = {ExecCommand.class, ShellCommand.class, TokenCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0-255:the program's own, for exec (128 + n after signal n)",
            "  2:wrong usage",
            "122:the server refused: token, rights or limits",
            "123:not now: the Repl did not get ready, or the server asks to come back",
            "125:nobody answers, the connection was lost, or input or output failed",
            "141:nobody reads our output any more"
        })
public final class Replyard {
    private static final int USAGE_WIDTH = 110;

    private Replyard() {}

    public static void main(String[] args) {
        if (!Descriptor.ERROR.isOpen()) {
            // That number may belong to the connection by the time there is something to say.
            System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, System.err.charset()));
        }
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> System.exit(explain(failure, Notices.onStandardError())));
        System.exit(commandLine().execute(Arguments.asTyped(args)));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Replyard())
                // The program's arguments are its own, whatever they look like.
                .setExpandAtFiles(false)
                .setTrimQuotes(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(USAGE_WIDTH)
                .setExecutionExceptionHandler((failure, line, parsed) -> explain(failure, new Notices(line.getErr())));
    }

    /** Says in one line what went wrong, and returns what to exit with. */
    private static int explain(Throwable failure, Notices notices) {
        int code = ExitCodes.of(failure);
        if (code != ExitCodes.READER_GONE) {
            boolean foreseen = failure instanceof Exception && !(failure instanceof RuntimeException);
            String message = failure.getMessage();
            notices.say(
                    message != null && (foreseen || failure instanceof UsageException)
                            ? message
                            : "internal error: " + failure);
        }
        return code;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Replyard.class.getPackage().getImplementationVersion();
            return new String[] {"replyard " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
