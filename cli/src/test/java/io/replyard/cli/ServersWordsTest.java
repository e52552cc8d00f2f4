package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.cli.CommandProcess.Result;
import io.replyard.cli.client.FakeRepl;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server, or a program in a Repl, says through our messages. */
class ServersWordsTest {
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

    private Result exec(String token, String... program) throws Exception {
        String[] arguments = new String[program.length + 5];
        System.arraycopy(new String[] {"exec", "--token", token, "hello", "--"}, 0, arguments, 0, 5);
        System.arraycopy(program, 0, arguments, 5, program.length);
        return command.run("\"$@\"", NOTHING, arguments);
    }

    @Test
    void cannotSpeakToTheTerminal() throws Exception {
        Result result = exec("hostile", "echo");
        assertThat(result.code()).isEqualTo(ExitCodes.REFUSED);
        String harmless = "a?[2Jb?]0;title?c replyard: ?31md?";
        assertThat(result.err()).isEqualTo("replyard: " + harmless + "\nreplyard: refused: " + harmless + " (1008)\n");
        assertThat(exec("t", "fail", FakeRepl.ESCAPES).err()).isEqualTo("replyard: " + harmless + "\n");
    }

    @Test
    void butWhatAProgramPrintsIsRaw() throws Exception {
        assertThat(exec("t", "echo", FakeRepl.ESCAPES)).isEqualTo(new Result(0, FakeRepl.ESCAPES + "\n", ""));
    }

    @Test
    void endTheWaitAtOnceWhenTheBootHasFailed() throws Exception {
        assertThat(exec("broken", "echo"))
                .isEqualTo(new Result(
                        ExitCodes.TRY_AGAIN,
                        "",
                        "replyard: the Repl does not start: ImagePullFailed: no such image (1014)\n"));
        assertThat(repl.paths()).as("no second try").hasSize(1);
    }

    @Test
    void endTheWaitWhenTheReplIsElsewhere() throws Exception {
        Result result = exec("elsewhere", "echo");
        assertThat(result.code()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err()).contains("wss://other.example", "--url");
    }
}
