package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.replyard.cli.client.ReplChannel;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.Move;
import io.replyard.proto.wire.StatResult;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files service of a running Repl, checked against what its own programs see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesIT {
    private final TestRepl repl = TestRepl.named("files");
    private Person person;
    private ReplChannel files;

    @BeforeAll
    void connect() throws Exception {
        person = Person.at(repl.token());
        files = person.open("files");
    }

    @AfterAll
    void leave() {
        person.close();
        repl.close();
    }

    @Test
    void bytesAreKeptAsTheyAre() throws Exception {
        byte[] content = new byte[300_000];
        new Random(7).nextBytes(content);
        assertOk(write("data/blob.bin", ByteString.copyFrom(content)));

        assertThat(person.run("sh", "-c", "sha256sum < data/blob.bin"))
                .startsWith(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        File file = read("data/blob.bin").getFile();
        assertThat(file.getPath()).isEqualTo("data/blob.bin");
        assertThat(file.getContent().toByteArray()).isEqualTo(content);
    }

    @Test
    void whatAProgramWritesIsRead() throws Exception {
        person.run("sh", "-c", "printf 'by a program' > program.txt; : > empty");
        assertThat(read("program.txt").getFile().getContent().toStringUtf8()).isEqualTo("by a program");
        Command empty = read("empty");
        assertThat(empty.hasFile()).isTrue();
        assertThat(empty.getFile().getContent()).isEmpty();
    }

    @Test
    void aListingNamesChildrenWithTheirTypes() throws Exception {
        person.run("sh", "-c", "mkdir -p list/sub && touch list/b list/a list/.hidden");
        assertThat(ask(Command.newBuilder().setReaddir(path("list"))).getFiles().getFilesList())
                .extracting(File::getPath, File::getType)
                .containsExactly(
                        tuple(".hidden", File.Type.REGULAR),
                        tuple("a", File.Type.REGULAR),
                        tuple("b", File.Type.REGULAR),
                        tuple("sub", File.Type.DIRECTORY));
        assertThat(ask(Command.newBuilder().setReaddir(path("."))).getFiles().getFilesList())
                .extracting(File::getPath)
                .contains("list");
    }

    @Test
    void statTellsSizeModeAndTime() throws Exception {
        person.run("sh", "-c", "printf 12345 > five; chmod 640 five; touch -d @1700000000 five");
        StatResult stat = ask(Command.newBuilder().setStat(path("five"))).getStatRes();
        assertThat(stat.getExists()).isTrue();
        assertThat(stat.getSize()).isEqualTo(5);
        assertThat(stat.getFileMode()).isEqualTo("-rw-r-----");
        assertThat(stat.getModTime()).isEqualTo(1_700_000_000);
        assertThat(ask(Command.newBuilder().setStat(path("absent")))
                        .getStatRes()
                        .getExists())
                .isFalse();
    }

    @Test
    void moveAndRemoveAreSeenByPrograms() throws Exception {
        assertOk(write("from.txt", ByteString.copyFromUtf8("x")));
        assertOk(ask(Command.newBuilder()
                .setMove(Move.newBuilder().setOldPath("from.txt").setNewPath("to.txt"))));
        assertThat(person.run("sh", "-c", "test ! -e from.txt && cat to.txt")).isEqualTo("x");
        assertOk(ask(Command.newBuilder().setRemove(path("to.txt"))));
        assertThat(person.exec("cat", "to.txt").verdict()).isEqualTo("exit status 1");
        assertOk(ask(Command.newBuilder().setTryRemove(path("to.txt"))));
    }

    @Test
    void errorsUseTheWordsThatEditorsLookFor() throws Exception {
        assertOk(ask(Command.newBuilder().setMkdir(path("dir"))));
        assertOk(write("plain", ByteString.EMPTY));
        assertThat(read("absent").getError()).contains("no such file");
        assertThat(read("dir").getError()).contains("is a directory");
        assertThat(ask(Command.newBuilder().setRemove(path("absent"))).getError())
                .contains("no such file");
        assertThat(ask(Command.newBuilder().setReaddir(path("plain"))).getError())
                .contains("not a directory");
        assertThat(write("dir", ByteString.EMPTY).getError()).contains("file exists");
        assertThat(write("plain/child", ByteString.EMPTY).getError()).contains("not a directory");
    }

    @Test
    void permissionsHoldForTheServiceAsForPrograms() throws Exception {
        person.run("sh", "-c", "printf old > locked; chmod 400 locked; mkdir closed; touch closed/a; chmod 000 closed");
        assertThat(write("locked", ByteString.copyFromUtf8("new")).getError())
                .isEqualTo("unable to write file content to files: open locked: permission denied");
        for (Command reply : new Command[] {
            read("closed/a"),
            write("closed/a", ByteString.EMPTY),
            write("closed/new/a", ByteString.EMPTY),
            ask(Command.newBuilder().setReaddir(path("closed"))),
            ask(Command.newBuilder().setMkdir(path("closed/new"))),
            ask(Command.newBuilder().setRemove(path("closed"))),
            ask(Command.newBuilder().setStat(path("closed/a"))),
            ask(Command.newBuilder()
                    .setMove(Move.newBuilder().setOldPath("closed/a").setNewPath("b"))),
            ask(Command.newBuilder()
                    .setMove(Move.newBuilder().setOldPath("locked").setNewPath("closed/locked")))
        }) {
            assertThat(reply.getError()).endsWith(": permission denied");
        }
        assertThat(person.run("cat", "locked")).isEqualTo("old");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../escape",
                "a/../../escape",
                "/etc/passwd",
                "/home/runner/escape",
                "link/passwd",
                "absolute/escape",
                ".."
            })
    void nothingOutsideTheProjectIsTouched(String path) throws Exception {
        person.run("sh", "-c", "ln -sfn /etc link; ln -sfn /home/runner absolute; printf secret > ../outside");
        assertThat(write(path, ByteString.copyFromUtf8("escaped")).getError()).isNotEmpty();
        assertThat(read(path).getError()).isNotEmpty();
        assertThat(ask(Command.newBuilder().setRemove(path(path))).getError()).isNotEmpty();
        assertThat(ask(Command.newBuilder().setReaddir(path(path))).getError()).isNotEmpty();
        assertThat(person.run("sh", "-c", "cat ../outside; ls /home/runner; head -c 4 /etc/passwd"))
                .startsWith("secret")
                .endsWith("root")
                .doesNotContain("escape");
    }

    private Command read(String path) throws Exception {
        return ask(Command.newBuilder().setRead(path(path)));
    }

    private Command write(String path, ByteString content) throws Exception {
        return ask(Command.newBuilder().setWrite(File.newBuilder().setPath(path).setContent(content)));
    }

    private Command ask(Command.Builder request) throws Exception {
        return Person.ask(files, request);
    }

    private static File path(String path) {
        return File.newBuilder().setPath(path).build();
    }

    private static void assertOk(Command reply) {
        assertThat(reply.hasOk()).as(reply.getError()).isTrue();
    }
}
