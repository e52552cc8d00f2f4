package io.replyard.pid1.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.pid1.RunningPid1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewcomersTest {
    private final Newcomers<String> newcomers = new Newcomers<>(3, name -> name.startsWith("inside"));

    @Test
    void whoComesWhenThereAreTooManyTakesThePlaceOfTheOldest() {
        assertThat(newcomers.add("a")).isNull();
        assertThat(newcomers.add("b")).isNull();
        assertThat(newcomers.add("c")).isNull();

        assertThat(newcomers.add("d")).isEqualTo("a");
        newcomers.remove("b");
        assertThat(newcomers.add("e")).isNull();
        assertThat(newcomers.add("f")).isEqualTo("c");
    }

    @Test
    void programsOfTheReplGoBeforeAnybodyElse() {
        newcomers.add("conman");
        newcomers.add("inside 1");
        newcomers.add("inside 2");

        assertThat(newcomers.add("inside 3")).isEqualTo("inside 1");
        assertThat(newcomers.add("another conman")).isEqualTo("inside 2");
        assertThat(newcomers.add("one more conman")).isEqualTo("inside 3");
        assertThat(newcomers.add("inside 4")).isEqualTo("inside 4");
    }

    @Test
    void noNumberOfIdleConnectionsKeepsAClientOut() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), RunningPid1.port());
                socket.getOutputStream().write('G');
                idle.add(socket);
            }
            RunningPid1.connect().close();
            assertThat(idle.getFirst().getInputStream().readNBytes(1)).isEmpty();
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }
}
