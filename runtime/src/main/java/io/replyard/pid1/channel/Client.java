package io.replyard.pid1.channel;

/** A session together with the way to send to it. */
record Client(Session session, Outbox outbox) {
    int id() {
        return session.id();
    }
}
