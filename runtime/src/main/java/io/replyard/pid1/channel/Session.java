package io.replyard.pid1.channel;

import java.util.List;

/**
 * One client's connection, as services see it. Two tabs of one person are two sessions.
 *
 * @param id at least 2, rising, never used twice while the container lives
 * @param userId the person's number; 0 for an anonymous one. Unsigned 32 bits
 * @param userName the person's name; empty for an anonymous one
 * @param flags what the session token grants
 */
public record Session(int id, int userId, String userName, List<String> flags) {
    public Session {
        flags = List.copyOf(flags);
    }
}
