package io.replyard.conman.wake;

import io.replyard.conman.websocket.WebSocket;

/**
 * A session that is open in a pod of a Repl.
 *
 * @param podUid the pod
 * @param session the number that pid1 gave the session
 * @param socket the session's WebSocket at pid1, held as not ready: nothing was read from it yet
 */
public record ReachedPod(String podUid, int session, WebSocket socket) {}
