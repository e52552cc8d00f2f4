package io.replyard.bench;

import io.replyard.proto.session.PodVariables;
import io.replyard.proto.session.SessionClaims;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.token.Ed25519Keys;
import io.replyard.proto.token.SessionTokenSigner;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** pid1 as a process of this machine, with the flags it has in a pod and without a pod around it. */
final class LocalPid1 implements AutoCloseable {
    private static final String REPL = "bench";
    private static final String POD = "bench-pod";
    private static final Path FLAGS = Path.of("runtime/src/main/image/java.args");
    private static final String CLASSES = "runtime/target/classes:runtime/target/lib/*";

    private final Process process;
    private final SessionTokenSigner signer;

    private LocalPid1(Process process, SessionTokenSigner signer) {
        this.process = process;
        this.signer = signer;
    }

    /** Starts it; the working folder is the project's root, which is built. */
    static LocalPid1 start() throws IOException, NoSuchAlgorithmException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Files.readAllLines(FLAGS).stream()
                .takeWhile(line -> !line.equals("-cp"))
                .filter(line -> line.startsWith("-") && !line.startsWith("-XX:AOTCache"))
                .forEach(command::add);
        command.addAll(List.of("-cp", CLASSES, "io.replyard.pid1.Pid1"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HOME", Files.createTempDirectory("pid1").toString());
        builder.environment().put(PodVariables.ID, REPL);
        builder.environment().put(PodVariables.SLUG, REPL);
        builder.environment().put(PodVariables.POD_UID, POD);
        builder.environment().put(PodVariables.SESSION_KEYS, Ed25519Keys.toBase64(keys.getPublic()));
        return new LocalPid1(
                builder.start(),
                new SessionTokenSigner(
                        keys.getPrivate(),
                        Ed25519Keys.keyId(keys.getPublic()),
                        Clock.systemUTC(),
                        Duration.ofMinutes(1)));
    }

    /** A session that is READY. */
    PlainSession connect() throws IOException, InterruptedException {
        String token = signer.sign(SessionClaims.newBuilder().setReplId(REPL).setPodUid(POD));
        while (true) {
            try {
                return PlainSession.connect(SessionProtocol.PORT, token);
            } catch (ConnectException notYet) {
                if (!process.isAlive()) {
                    throw new IOException("pid1 has ended with " + process.exitValue(), notYet);
                }
                Thread.sleep(20);
            }
        }
    }

    /** How much CPU it has used. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
