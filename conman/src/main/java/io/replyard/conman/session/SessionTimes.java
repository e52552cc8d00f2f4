package io.replyard.conman.session;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param deadline from upgrade to READY
 * @param progress how often the last BootStatus is repeated; clients give up after 10 s of silence
 * @param clientPing how often a client is pinged
 * @param containerPing how often pid1 is pinged; it gives a session up after 45 s of silence
 * @param loss how long to wait for the cluster to say why a container went away
 */
public record SessionTimes(
        Duration deadline, Duration progress, Duration clientPing, Duration containerPing, Duration loss) {
    /** Everything as it should be, with this deadline. */
    public static SessionTimes within(Duration deadline) {
        return new SessionTimes(
                deadline,
                Duration.ofMillis(2_500),
                Duration.ofSeconds(25),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1));
    }
}
