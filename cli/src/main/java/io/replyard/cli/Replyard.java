package io.replyard.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private static final Map<String, Class<?>> SUBCOMMANDS = subcommands();

    private Replyard() {}

    public static void main(String[] args) {
        if (!Descriptor.ERROR.isOpen()) {
            // That number may belong to the connection by the time there is something to say.
            System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, System.err.charset()));
        }
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> System.exit(explain(failure, Notices.onStandardError())));
        String[] arguments = Arguments.asTyped(args);
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** The command, ready for these arguments: when they begin with a subcommand, the others are not even looked at, which is half of the time to start. */
    static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Replyard());
        Class<?> named = arguments.length == 0 ? null : SUBCOMMANDS.get(arguments[0]);
        if (named != null) {
            line.addSubcommand(named);
        } else {
            SUBCOMMANDS.values().forEach(line::addSubcommand);
        }
        return line
                // The program's arguments are its own, whatever they look like.
                .setExpandAtFiles(false)
                .setTrimQuotes(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(USAGE_WIDTH)
                .setExecutionExceptionHandler(
                        (failure, failed, parsed) -> explain(failure, new Notices(failed.getErr())));
    }

    private static Map<String, Class<?>> subcommands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("exec", ExecCommand.class);
        commands.put("shell", ShellCommand.class);
        commands.put("token", TokenCommand.class);
        return commands;
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
