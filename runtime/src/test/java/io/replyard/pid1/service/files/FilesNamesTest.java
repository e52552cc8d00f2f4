package io.replyard.pid1.service.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.proto.wire.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of any bytes, made and looked at by a program: what clients see of them, and that they mean them with it. */
final class FilesNamesTest {
    /** A Latin-1 letter, a cut character, the UTF-8 of a lone surrogate, a character that stands for a byte. */
    private static final List<String> NAMES = List.of(
            "na\\357ve", "cut\\303", "\\355\\240\\200", "\\357\\237\\257", "gr\\303\\266\\303\\237e", "\\\\xEF%%EF");

    private static final List<String> SHOWN =
            List.of("na\uf7efve", "cut\uf7c3", "\uf7ed\uf7a0\uf780", "\uf7ef\uf79f\uf7af", "größe", "\\xEF%EF");

    @TempDir
    Path project;

    @Test
    void eachIsShownReadWrittenMovedAndRemoved() throws Exception {
        check(project);
    }

    @Test
    void whateverTheLocale() throws Exception {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-cp",
                System.getProperty("java.class.path"),
                FilesNamesTest.class.getName(),
                project.toString());
        java.environment().put("LC_ALL", "C");
        Process inAscii = java.redirectErrorStream(true).start();

        String said = new String(inAscii.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(inAscii.waitFor()).as(said).isZero();
    }

    /** The same in a JVM of its own. */
    public static void main(String[] arguments) throws Exception {
        assertThat(System.getProperty("sun.jnu.encoding")).isNotEqualTo("UTF-8");
        check(Path.of(arguments[0]));
    }

    private static void check(Path project) throws Exception {
        FilesClient files = new FilesClient(project);
        files.attach(2);
        for (String name : NAMES) {
            sh(project, "mkdir \"$(printf '" + name + "')\"; printf old > \"$(printf '" + name + "/" + name + "')\"");
        }
        assertThat(files.readdir(".").getFiles().getFilesList())
                .extracting(File::getPath)
                .containsExactlyInAnyOrderElementsOf(SHOWN);
        assertThat(files.changes(2))
                .containsExactlyInAnyOrderElementsOf(
                        SHOWN.stream().map(name -> name + "/" + name).toList());
        for (int i = 0; i < NAMES.size(); i++) {
            String name = SHOWN.get(i);
            String path = name + "/" + name;
            assertThat(files.read(path).getFile().getContent().toStringUtf8()).isEqualTo("old");
            assertThat(files.stat(path).getStatRes().getExists()).isTrue();
            assertThat(files.write(path, "new").hasOk()).isTrue();
            assertThat(files.move(path, name + "/moved" + name).hasOk()).isTrue();
            sh(project, "test new = \"$(cat \"$(printf '" + NAMES.get(i) + "/moved" + NAMES.get(i) + "')\")\"");
            assertThat(files.mkdir(name + "/" + name + "/" + name).hasOk()).isTrue();
            sh(project, "rmdir \"$(printf '" + NAMES.get(i) + "/" + NAMES.get(i) + "/" + NAMES.get(i) + "')\"");
            assertThat(files.read(name + "/no").getError()).contains("open " + name + "/no: no such file");
            assertThat(files.remove(name).hasOk()).isTrue();
        }
        assertThat(project).isEmptyDirectory();
    }

    private static void sh(Path project, String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-c", script)
                .directory(project.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).as(script).isZero();
    }

    @Test
    void pathsAreCleanedAllTheSame() throws Exception {
        sh(project, "printf x > \"$(printf 'na\\357ve')\"");

        for (String path :
                new String[] {project + "/na\uf7efve", "/" + project + "//na\uf7efve", ".//ü/..//na\uf7efve/"}) {
            assertThat(new FilesClient(project)
                            .read(path)
                            .getFile()
                            .getContent()
                            .toStringUtf8())
                    .as(path)
                    .isEqualTo("x");
        }
    }
}
