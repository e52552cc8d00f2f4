package io.replyard.pid1;

import io.replyard.pid1.process.OomWatch;
import io.replyard.pid1.process.Processes;
import io.replyard.pid1.process.ProcessesOnDemand;
import io.replyard.pid1.wire.SessionServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** {@link Pid1} but for the port: any free one, which it prints. */
public final class AnyPortMain {
    private AnyPortMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        OomWatch oomWatch = new OomWatch();
        Supplier<Processes> processes = new ProcessesOnDemand(oomWatch::killed);
        Pid1 pid1 = Pid1.start(
                new SessionServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                Settings.from(System.getenv()),
                System.getenv(),
                processes,
                oomWatch);
        pid1.stopOnSignal();
        System.out.println("port=" + pid1.port());
        new CountDownLatch(1).await();
    }
}
