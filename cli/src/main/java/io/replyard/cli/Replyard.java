package io.replyard.cli;

import java.io.PrintWriter;
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
            "123:not now: the Repl did not get ready in time, or the server asks to come back",
            "125:nobody answers, or the connection was lost"
        })
public final class Replyard {
    private static final int USAGE_WIDTH = 110;

    private Replyard() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Replyard())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(USAGE_WIDTH)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    PrintWriter err = line.getErr();
                    err.println("replyard: " + Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
                    return ExitCodes.of(failure);
                });
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Replyard.class.getPackage().getImplementationVersion();
            return new String[] {"replyard " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
