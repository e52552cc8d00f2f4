package io.replyard.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.replyard.bench.soak.RawClient;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.Send;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Bulk bytes through pid1 alone, on this machine: program to client and back, as bytes and as text. */
public final class Pid1BulkBench {
    private static final int CHUNK = SessionProtocol.SHORT_MESSAGE_BYTES - 64;

    private final LocalPid1 pid1;
    private final PlainSession session;
    private final long megabytes;

    private Pid1BulkBench(LocalPid1 pid1, PlainSession session, long megabytes) {
        this.pid1 = pid1;
        this.session = session;
        this.megabytes = megabytes;
    }

    /** Argument: how many megabytes each way (default 1000). */
    public static void main(String[] arguments) throws Exception {
        long megabytes = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1000;
        try (LocalPid1 pid1 = LocalPid1.start();
                PlainSession session = pid1.connect()) {
            Pid1BulkBench bench = new Pid1BulkBench(pid1, session, megabytes);
            for (int round = 0; round < 2; round++) {
                bench.measure("program -> client, bytes", () -> bench.output(true));
                bench.measure("program -> client, text", () -> bench.output(false));
                bench.measure("client -> program, bytes", bench::input);
            }
        }
    }

    private interface Transfer {
        void run() throws IOException;
    }

    private void measure(String what, Transfer transfer) throws IOException {
        Duration cpuBefore = pid1.cpu();
        long start = System.nanoTime();
        transfer.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = pid1.cpu().minus(cpuBefore).toMillis() / 1e3;
        System.out.printf(
                Locale.ROOT,
                "pid1 alone, %-26s %6.0f MB/s, %.2f s of its CPU per GB%n",
                what,
                megabytes / seconds,
                cpu * 1000 / megabytes);
    }

    private void output(boolean raw) throws IOException {
        int channel = open();
        String text = "yes 0123456789012345678901234567890123456789012345678901234567890123456789 | head -c ";
        String program = raw ? "head -c " + megabytes * 1_000_000 + " /dev/zero" : text + megabytes * 1_000_000;
        session.send(Command.newBuilder()
                .setChannel(channel)
                .setRef("out")
                .setExec(Exec.newBuilder()
                        .addAllArgs(List.of("/bin/sh", "-c", program))
                        .setRawOutput(raw)));
        long got = session.skipTo(command -> command.getRef().equals("out"));
        if (got < megabytes * 1_000_000 * 99 / 100) {
            throw new IOException("only " + got + " bytes came");
        }
    }

    private void input() throws IOException {
        int channel = open();
        session.send(Command.newBuilder()
                .setChannel(channel)
                .setRef("in")
                .setExec(Exec.newBuilder()
                        .addAllArgs(List.of("/bin/sh", "-c", "cat >/dev/null"))
                        .setLifecycle(Exec.Lifecycle.STDIN)));
        byte[] piece = RawClient.frame(Command.newBuilder()
                .setChannel(channel)
                .setSend(Send.newBuilder().setBuff(ByteString.copyFrom(new byte[CHUNK]))));
        for (long sent = 0; sent < megabytes * 1_000_000; sent += CHUNK) {
            session.send(piece);
        }
        session.send(Command.newBuilder().setChannel(channel).setInputClose(Empty.getDefaultInstance()));
        session.skipTo(command -> command.getRef().equals("in"));
    }

    private int open() throws IOException {
        session.send(Command.newBuilder()
                .setRef("open")
                .setOpenChan(OpenChannel.newBuilder().setService("exec").setAction(OpenChannel.Action.CREATE)));
        AtomicInteger id = new AtomicInteger();
        session.skipTo(command -> {
            id.set(command.getOpenChanRes().getId());
            return command.getRef().equals("open");
        });
        return id.get();
    }
}
