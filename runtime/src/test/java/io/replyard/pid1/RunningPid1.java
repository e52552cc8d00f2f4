package io.replyard.pid1;

import io.replyard.pid1.client.TokenMint;
import io.replyard.pid1.client.WireClient;
import io.replyard.pid1.identity.ReplIdentity;
import io.replyard.pid1.identity.ThisPod;
import io.replyard.pid1.process.SharedProcesses;
import io.replyard.pid1.wire.SessionServer;
import io.replyard.proto.session.PodVariables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** pid1 in the test JVM, on a port of its own: real sockets, real programs. One for all tests. */
public final class RunningPid1 {
    private static final RunningPid1 ONLY = new RunningPid1();

    private final TokenMint mint = new TokenMint();
    private final Path project;
    private final Pid1 pid1;

    private RunningPid1() {
        try {
            Path home = Files.createTempDirectory("pid1-home").toRealPath();
            project = home.resolve("project");
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.put("HOME", home.toString());
            environment.put(PodVariables.SLUG, "project");
            environment.put(PodVariables.ID, TokenMint.REPL);
            environment.put("SHELL", "/bin/bash");
            pid1 = Pid1.start(
                    new SessionServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                    new ThisPod(TokenMint.POD, List.of(mint.publicKey()), "", home),
                    ReplIdentity.from(environment),
                    () -> SharedProcesses.PROCESSES,
                    SharedProcesses.OOM_WATCH,
                    SharedProcesses.PROCESS_WATCH,
                    SharedProcesses.DISK_WATCH);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static int port() {
        return ONLY.pid1.port();
    }

    public static Path project() {
        return ONLY.project;
    }

    public static TokenMint mint() {
        return ONLY.mint;
    }

    /** A new session, greeted. */
    public static WireClient connect() throws IOException {
        return WireClient.connect(port(), ONLY.mint.token());
    }
}
