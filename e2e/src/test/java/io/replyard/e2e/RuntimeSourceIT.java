package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.replyard.cli.client.ReplChannel;
import io.replyard.crds.Language;
import io.replyard.crds.LanguageSpecBuilder;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplReason;
import io.replyard.crds.RuntimeSource;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Repl is the same to those who use it, however pid1 comes into its pod, and whoever made its image. */
class RuntimeSourceIT {
    private static final Map<String, String> FOR_PROGRAMS =
            Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC", "_JAVA_OPTIONS", "-Xmx1", "JDK_JAVA_OPTIONS", "-version");

    enum Form {
        /** Our image, with pid1 in it. */
        INCLUDED(RuntimeSource.INCLUDED, "lang-default"),
        /** Our image, with pid1 mounted over the one in it. */
        MOUNTED(RuntimeSource.MOUNTED, "lang-default"),
        /** An image without user 1000, home or pid1, whose own settings would not even start. */
        STRANGER(RuntimeSource.MOUNTED, "stranger");

        private final RuntimeSource runtime;
        private final String image;

        Form(RuntimeSource runtime, String image) {
            this.runtime = runtime;
            this.image = image;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everythingWorksInEveryForm(Form form) throws Exception {
        Language language = create(form);
        try (TestRepl repl = TestRepl.named("form");
                Person person = Person.at(repl.token(language))) {
            assertThat(repl.pod().getSpec().getVolumes().isEmpty()).isEqualTo(form.runtime == RuntimeSource.INCLUDED);
            assertThat(person.run("sh", "-c", "id -u; id -g; pwd; echo $HOME $USER $REPL_SLUG"))
                    .isEqualTo("1000\n1000\n/home/runner/hello\n/home/runner runner hello\n");
            assertThat(person.run("sh", "-c", "echo $JAVA_TOOL_OPTIONS $_JAVA_OPTIONS $JDK_JAVA_OPTIONS"))
                    .isEqualTo("-XX:+UseG1GC -Xmx1 -version\n");
            homeIsOursAndTheRuntimeIsNot(person);
            filesAreSharedWithPrograms(person);
            aShellEchoes(person);
        } finally {
            Lab.kubernetes().resource(language).delete();
        }
    }

    private static void homeIsOursAndTheRuntimeIsNot(Person person) throws Exception {
        assertThat(person.run("sh", "-c", "touch $HOME/.mine && mkdir $HOME/other && echo ok"))
                .isEqualTo("ok\n");
        assertThat(person.exec("sh", "-c", "echo x > /opt/replyard/java.args").verdict())
                .isNotEqualTo("ok");
        assertThat(person.exec("sh", "-c", "rm -rf /opt/replyard/lib; mv /opt/replyard /opt/mine")
                        .verdict())
                .isNotEqualTo("ok");
        assertThat(person.run(
                        "sh",
                        "-c",
                        "test -s /opt/replyard/pid1.aot && find /opt/replyard -writable 2>/dev/null | wc -l"))
                .isEqualTo("0\n");
        // The node's own file lies in a folder that only root may enter.
        assertThat(person.run("sh", "-c", "grep -c ' /opt/replyard/kubelet/termination-message ' /proc/self/mountinfo"))
                .isEqualTo("1\n");
        assertThat(person.exec("sh", "-c", "echo x > /opt/replyard/kubelet/termination-message")
                        .verdict())
                .isNotEqualTo("ok");
    }

    private static void filesAreSharedWithPrograms(Person person) throws Exception {
        ReplChannel files = person.open("files");
        File file = File.newBuilder()
                .setPath("deep/er/file.txt")
                .setContent(ByteString.copyFromUtf8("from outside"))
                .build();
        assertThat(Person.ask(files, Command.newBuilder().setWrite(file)).hasOk())
                .isTrue();
        assertThat(person.run("cat", "deep/er/file.txt")).isEqualTo("from outside");
        person.run("sh", "-c", "printf inside > deep/er/file.txt");
        assertThat(Person.ask(
                                files,
                                Command.newBuilder().setRead(File.newBuilder().setPath("deep/er/file.txt")))
                        .getFile()
                        .getContent()
                        .toStringUtf8())
                .isEqualTo("inside");
    }

    private static void aShellEchoes(Person person) throws Exception {
        Queue<String> screen = new ConcurrentLinkedQueue<>();
        ReplChannel shell = person.open("shell", frame -> screen.add(frame.getOutput()));
        shell.input("echo $((6 * 7)) in $PWD\n");
        await().atMost(Person.PATIENCE)
                .until(() -> screen.stream().collect(Collectors.joining()).contains("42 in /home/runner/hello"));
    }

    /** What is counted is the container's writable layer, or the volume for home: either way the node sees it and evicts. */
    @ParameterizedTest
    @EnumSource(names = {"INCLUDED", "MOUNTED"})
    void aFullDiskIsEvictedInEveryForm(Form form) throws Exception {
        Language language = create(form);
        try (TestRepl repl = TestRepl.named("full");
                Person person = Person.at(withDisk(repl.token(language), 64))) {
            String before = repl.pod().getMetadata().getUid();
            person.exec("sh", "-c", "for f in a b c; do head -c 50M /dev/zero > ~/big-$f; done; sync");
            repl.awaitThat(
                    "evicted",
                    seen -> seen.getStatus() != null
                            && seen.getStatus().lastTermination() != null
                            && seen.getStatus().lastTermination().reason().equals(ReplReason.EVICTED.toString()));
            repl.awaitPhase(ReplPhase.READY);
            try (Person after = Person.at(withDisk(repl.token(language), 64))) {
                assertThat(after.run("sh", "-c", "ls -a ~ | grep -c big || true"))
                        .isEqualTo("0\n");
            }
            assertThat(repl.pod().getMetadata().getUid()).isNotEqualTo(before);
        } finally {
            Lab.kubernetes().resource(language).delete();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MOUNTED", "STRANGER"})
    void theRuntimeIsMountedReadOnly(Form form) throws Exception {
        Language language = create(form);
        try (TestRepl repl = TestRepl.named("mount");
                Person person = Person.at(repl.token(language))) {
            Pod pod = repl.pod();
            VolumeMount runtime = pod.getSpec().getContainers().getFirst().getVolumeMounts().stream()
                    .filter(mount -> mount.getMountPath().equals("/opt/replyard"))
                    .findFirst()
                    .orElseThrow();
            assertThat(runtime.getReadOnly()).isTrue();
            assertThat(person.run("sh", "-c", "grep ' /opt/replyard ' /proc/mounts | grep -c ' ro,'"))
                    .isEqualTo("1\n");
        } finally {
            Lab.kubernetes().resource(language).delete();
        }
    }

    private static Language create(Form form) {
        String ours = Lab.languages().withName("default").require().getSpec().image();
        Language language = new Language();
        language.setMetadata(new ObjectMetaBuilder()
                .withName("form-" + UUID.randomUUID().toString().substring(0, 8))
                .build());
        language.setSpec(LanguageSpecBuilder.builder()
                .image(ours.replace("lang-default", form.image))
                .runtime(form.runtime)
                // Each of these would keep pid1 from starting if it reached it.
                .env(FOR_PROGRAMS)
                .build());
        return Objects.requireNonNull(Lab.kubernetes().resource(language).create());
    }

    private static ReplToken.Builder withDisk(ReplToken.Builder token, int mebibytes) {
        return token.setResourceLimits(token.getResourceLimits().toBuilder().setDisk((long) mebibytes << 20));
    }
}
