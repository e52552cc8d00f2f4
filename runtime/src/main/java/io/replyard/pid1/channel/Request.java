package io.replyard.pid1.channel;

import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.OK;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One frame from a client together with the way back to that client. The first reply carries the request's {@code ref};
 * as clients take the first frame with that ref for the answer, there is exactly one: a second reply is an {@link
 * IllegalStateException}. May be answered later and from any thread.
 */
public final class Request {
    private final Session session;
    private final Consumer<Command.Builder> replies;
    private final Room room;
    private final Hold hold;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile Command command;
    private boolean retained;

    /** Where replies wait for their client. */
    interface Room {
        /** Waits until so many bytes more are bearable. */
        void await(long bytes) throws InterruptedException;
    }

    /**
     * @param replies takes the reply, with its ref already set, to the session
     */
    public Request(Session session, Command command, Consumer<Command.Builder> replies) {
        this(session, command, replies, bytes -> {}, Hold.NOTHING);
    }

    Request(Session session, Command command, Consumer<Command.Builder> replies, Room room, Hold hold) {
        this.room = room;
        this.session = session;
        this.command = command;
        this.replies = replies;
        this.hold = hold;
    }

    /** Who asks. */
    public Session session() {
        return session;
    }

    /** What is asked. */
    public Command command() {
        return command;
    }

    /** Whether the client waits for an answer. Fire-and-forget bodies come without a ref. */
    public boolean wantsReply() {
        return !command.getRef().isEmpty();
    }

    /** Whether a reply has been given. */
    public boolean isAnswered() {
        return answered.get();
    }

    /**
     * Waits until there is memory for a reply of so many bytes, while clients take others. Call it before making a large one.
     */
    public void awaitRoom(long bytes) throws InterruptedException {
        room.await(bytes);
    }

    /** Answers the asking session, and only it. Sent without a ref if the request had none. */
    public void reply(Command.Builder body) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("a second reply to " + bodyName());
        }
        replies.accept(body.setRef(command.getRef()));
    }

    /** Answers {@code ok}. */
    public void ok() {
        reply(Command.newBuilder().setOk(OK.getDefaultInstance()));
    }

    /** Answers {@code error}. */
    public void fail(String message) {
        reply(Command.newBuilder().setError(message));
    }

    /**
     * Answers a body that the service does not know: an {@code error} if the client waits for an answer, else nothing,
     * because a ref-less {@code error} is an alarm on some channels.
     */
    public void notUnderstood() {
        if (wantsReply()) {
            fail("this service does not understand " + bodyName());
        }
    }

    /**
     * Lets the frame count against what its session may have in flight until it is released, and not just until the service returns. For frames whose
     * content waits somewhere, such as input that a program has not read. Call it while handling the request.
     */
    public Hold retain() {
        retained = true;
        return hold;
    }

    /** Keeps only the way back to the client: for a request that is answered long after its content is needed no more. */
    public void forgetBody() {
        command = Command.newBuilder().setRef(command.getRef()).build();
        hold.release();
    }

    /** The service has returned. */
    void handled() {
        if (!retained) {
            hold.release();
        }
    }

    private String bodyName() {
        return command.getBodyCase() == Command.BodyCase.BODY_NOT_SET
                ? "an empty or unknown body"
                : Command.getDescriptor()
                        .findFieldByNumber(command.getBodyCase().getNumber())
                        .getName();
    }
}
