package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the documents tell people to type works when typed. */
class DocsIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");

    /** Commands that end by themselves, change nothing for others, and need no answers from a person. */
    private static final Pattern RUNNABLE =
            Pattern.compile("^(\\./replyard (exec|token) |kubectl (get|describe|wait|scale) repl)");

    @BeforeAll
    static void theReplOfTheDocuments() throws Exception {
        try (Person person = Person.at(Tokens.forRepl("hello"))) {
            assertThat(person.run("echo", "hello")).isEqualTo("hello\n");
        }
    }

    @AfterAll
    static void clean() {
        Stream.of("hello", "snake").forEach(name -> Lab.repl(name).delete());
    }

    @TestFactory
    Stream<DynamicTest> commands() throws IOException {
        List<String> commands = Stream.of(ROOT.resolve("README.md"), ROOT.resolve("docs/operating.md"))
                .flatMap(file -> blocks(file, ""))
                .flatMap(String::lines)
                .map(line -> line.replaceFirst("\\s+#.*$", ""))
                .filter(line -> RUNNABLE.matcher(line).find() && !line.endsWith(" -w"))
                .distinct()
                .toList();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(8);
        return commands.stream().map(command -> DynamicTest.dynamicTest(command, () -> type(command)));
    }

    @Test
    void theExampleForTheOfficialClient() throws Exception {
        String example = blocks(ROOT.resolve("README.md"), "js").findFirst().orElseThrow();
        String program = "const token = require('./lib/token').mint({ id: 'hello' });\n" + example;
        Result result = run(ROOT.resolve("e2e/crosis"), "node", "-e", program);
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).startsWith("Linux ");
    }

    private static void type(String command) throws Exception {
        Result result = run(ROOT, "bash", "-c", command);
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).isNotBlank();
    }

    private static Stream<String> blocks(Path file, String language) {
        try {
            return BLOCK.matcher(Files.readString(file))
                    .results()
                    .filter(block -> block.group(1).equals(language))
                    .map((MatchResult block) -> block.group(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Result(int status, String output) {}

    private static Result run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Person.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return new Result(process.exitValue(), output);
    }
}
