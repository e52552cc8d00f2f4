package io.replyard.pid1.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final Duration MOMENT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Deadlines deadlines = new Deadlines();
    private ServerSocket listener;
    private Socket peer;
    private Socket own;
    private PeerInput input;

    @BeforeEach
    void connect() throws IOException {
        deadlines.start();
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        peer = new Socket(listener.getInetAddress(), listener.getLocalPort());
        own = listener.accept();
        input = new PeerInput(own, deadlines);
    }

    @AfterEach
    void hangUp() throws IOException {
        input.end();
        own.close();
        peer.close();
        listener.close();
    }

    private void say(String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aHeadHasOneDeadlineHoweverItDrips() {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    say("x");
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException closed) {
                Thread.onSpinWait();
            }
        });

        assertThatThrownBy(() -> input.readHead(MOMENT)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void silenceEndsARead() throws IOException {
        input.setPatience(MOMENT);
        say("a");
        assertThat(input.readByte()).isEqualTo('a');

        assertThatThrownBy(input::readByte).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(input::readByte).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void eachReadHasItsOwnTime() throws Exception {
        input.setPatience(MOMENT);
        for (int i = 0; i < 5; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(MOMENT.dividedBy(2));
                    say("a");
                } catch (IOException | InterruptedException unexpected) {
                    throw new IllegalStateException(unexpected);
                }
            });
            assertThat(input.readByte()).isEqualTo('a');
        }
    }

    @Test
    void whoIsNotReadIsNotSilent() throws Exception {
        input.setPatience(MOMENT);
        Thread.sleep(MOMENT.multipliedBy(3));
        say("a");

        assertThat(input.readByte()).isEqualTo('a');
    }

    @Test
    void aShorterPatienceHoldsAtOnce() {
        input.setPatience(LONG);
        input.setPatience(MOMENT);

        assertThatThrownBy(input::readByte).isInstanceOf(SocketTimeoutException.class);
    }
}
