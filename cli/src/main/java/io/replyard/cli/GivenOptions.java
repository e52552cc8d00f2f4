package io.replyard.cli;

import java.lang.reflect.Field;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that somebody typed, as opposed to those that have their default; for the ones that would have no effect. */
final class GivenOptions {
    private final List<OptionSpec> given;

    /** Of a command whose arguments are parsed. */
    GivenOptions(CommandSpec command) {
        given = command.commandLine().getParseResult().matchedOptions();
    }

    /** Refuses all options of these names. {@code why} completes "--slug, --user: ...". */
    void refuse(List<String> names, String why) {
        refuse(option -> names.contains(option.longestName()), why);
    }

    /** Refuses all options that a class declares. */
    void refuseAllOf(List<Class<?>> classes, String why) {
        refuse(
                option -> option.userObject() instanceof Field field && classes.contains(field.getDeclaringClass()),
                why);
    }

    private void refuse(Predicate<OptionSpec> which, String why) {
        String names = given.stream()
                .filter(which)
                .map(OptionSpec::longestName)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            throw new UsageException(names + ": " + why);
        }
    }
}
