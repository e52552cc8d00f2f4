package io.replyard.pid1;

import io.replyard.pid1.identity.ReplIdentity;
import io.replyard.pid1.identity.ThisPod;
import io.replyard.pid1.lifecycle.Shutdown;
import io.replyard.pid1.lifecycle.StopReason;
import io.replyard.pid1.process.DiskWatch;
import io.replyard.pid1.process.OomWatch;
import io.replyard.pid1.process.PolicyGate;
import io.replyard.pid1.process.ProcessWatch;
import io.replyard.pid1.process.Processes;
import io.replyard.pid1.process.ProcessesOnDemand;
import io.replyard.pid1.wire.SessionServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/** {@link Pid1}, but on any free port, which it prints; and it goes to sleep when its standard input ends. */
public final class AnyPortMain {
    private AnyPortMain() {}

    public static void main(String[] arguments) throws IOException {
        OomWatch oomWatch = new OomWatch();
        ReplIdentity repl = ReplIdentity.from(System.getenv());
        ProcessWatch processWatch = new ProcessWatch(repl.processes());
        DiskWatch diskWatch = new DiskWatch(repl.diskBytes(), List.of(System.getenv("HOME")));
        Supplier<Processes> processes =
                new ProcessesOnDemand(oomWatch::killed, processWatch, diskWatch, new PolicyGate(""));
        Pid1 pid1 = Pid1.start(
                new SessionServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                ThisPod.from(System.getenv()),
                repl,
                processes,
                oomWatch,
                processWatch,
                diskWatch);
        Shutdown shutdown = new Shutdown();
        shutdown.prepare(pid1::stop);
        System.out.println("port=" + pid1.port());
        System.in.transferTo(OutputStream.nullOutputStream());
        shutdown.stop(StopReason.SLEEP);
    }
}
