package io.replyard.pid1.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds programs back until network policies hold the pod. A policy engine hears of a pod when it has its address, and until then everything in the cluster
 * is open to it; so something that policies shut off from every Repl is tried until it is shut.
 */
public final class PolicyGate {
    private static final Logger LOG = System.getLogger(PolicyGate.class.getName());

    /** An engine that drops what it does not allow, instead of refusing it, answers by saying nothing for this long. */
    private static final Duration SILENCE = Duration.ofMillis(250);

    private static final Duration FIRST_REST = Duration.ofMillis(5);
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String address;
    private final @Nullable InetSocketAddress target;
    private final Duration patience;
    private final CountDownLatch shut = new CountDownLatch(1);

    /**
     * @param address {@code host:port} to try; empty if there is nobody to wait for
     * @throws IllegalArgumentException if it is something else
     */
    public PolicyGate(String address) {
        this(address, PATIENCE);
    }

    PolicyGate(String address, Duration patience) {
        this.address = address;
        this.patience = patience;
        this.target = address.isEmpty() ? null : parse(address);
        if (target == null) {
            shut.countDown();
        }
    }

    /** The host is a number: looking a name up would itself have to pass the policies. */
    private static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    InetAddress.ofLiteral(address.substring(0, Math.max(0, colon))),
                    Integer.parseInt(address.substring(colon + 1)));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "the address that policies shut must be IP:PORT, not \"" + address + "\"", wrong);
        }
    }

    /** Begins to try. */
    void start() {
        InetSocketAddress open = target;
        if (open != null) {
            Thread.ofPlatform().daemon().name("policy-gate").start(() -> tryUntilShut(open));
        }
    }

    private void tryUntilShut(InetSocketAddress open) {
        Duration rest = FIRST_REST;
        long start = System.nanoTime();
        boolean told = false;
        try {
            while (isOpen(open)) {
                if (!told && System.nanoTime() - start > patience.toNanos()) {
                    told = true;
                    LOG.log(
                            Level.WARNING,
                            "network policies do not hold this pod: " + address + " answers; no program is started");
                }
                Thread.sleep(rest);
                rest = rest.multipliedBy(2).compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest.multipliedBy(2);
            }
            shut.countDown();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isOpen(InetSocketAddress target) {
        try (Socket socket = new Socket()) {
            socket.connect(target, Math.toIntExact(SILENCE.toMillis()));
            return true;
        } catch (IOException shut) {
            return false;
        }
    }

    /**
     * Waits until policies hold, for as long as somebody who wants to run a program has patience.
     *
     * @throws LaunchException if they do not
     */
    void pass() throws LaunchException {
        try {
            if (!shut.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LaunchException(
                        "no program may start yet: the cluster's network policies do not hold this Repl (" + address
                                + " can be reached); try again, or tell the administrator");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new LaunchException("interrupted");
        }
    }
}
