package io.replyard.pid1;

import io.replyard.pid1.process.Hardening;
import io.replyard.pid1.process.SharedProcesses;
import io.replyard.pid1.wire.SessionServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/** {@link Pid1} but for the port: any free one, which it prints. */
public final class AnyPortMain {
    private AnyPortMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Pid1 pid1 = Pid1.start(
                new SessionServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                Settings.from(System.getenv()),
                System.getenv(),
                SharedProcesses.PROCESSES,
                SharedProcesses.OOM_WATCH);
        Hardening.shutOffFromPrograms();
        pid1.stopOnSignal();
        System.out.println("port=" + pid1.port());
        new CountDownLatch(1).await();
    }
}
