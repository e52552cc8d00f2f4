package io.replyard.cli.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.replyard.proto.wire.CloseChannel;
import io.replyard.proto.wire.CloseChannelRes;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.OpenChannelRes;
import io.replyard.proto.wire.ResizeTerm;
import io.replyard.proto.wire.Send;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** An open channel of a {@link ReplConnection}. */
public final class ReplChannel {
    private final ReplConnection connection;
    private final int id;
    private final OpenChannelRes.State state;
    private final CompletableFuture<CloseChannelRes.Status> closed;

    ReplChannel(
            ReplConnection connection,
            int id,
            OpenChannelRes.State state,
            CompletableFuture<CloseChannelRes.Status> closed) {
        this.connection = connection;
        this.id = id;
        this.state = state;
        this.closed = closed;
    }

    /** The number the Repl gave it. */
    public int id() {
        return id;
    }

    /** Whether the channel was CREATED for this client, or it was ATTACHED to one that existed. */
    public OpenChannelRes.State state() {
        return state;
    }

    /**
     * Sends a command and asks for the reply; everything that came before the reply has been through the listener when the
     * future completes. See {@link ReplConnection#request}.
     */
    public CompletableFuture<Command> request(Command.Builder command) throws IOException {
        return connection.request(command.setChannel(id));
    }

    /** Sends a command that needs no reply. */
    public void send(Command.Builder command) throws IOException {
        connection.send(command.setChannel(id));
    }

    /** Sends keys. */
    public void input(String text) throws IOException {
        send(Command.newBuilder().setInput(text));
    }

    /** Sends standard input, to a service that takes more than text. */
    public void input(ByteString bytes) throws IOException {
        send(Command.newBuilder().setSend(Send.newBuilder().setBuff(bytes)));
    }

    /** The program's standard input ends here. */
    public void closeInput() throws IOException {
        send(Command.newBuilder().setInputClose(Empty.getDefaultInstance()));
    }

    /** Tells the terminal its size in character cells. */
    public void resize(int rows, int cols) throws IOException {
        send(Command.newBuilder()
                .setResizeTerm(ResizeTerm.newBuilder().setRows(rows).setCols(cols)));
    }

    /** Runs a program on an exec channel; the reply is {@code ok}, or {@code error} with the way it ended. */
    public CompletableFuture<Command> exec(Exec.Builder exec) throws IOException {
        return request(Command.newBuilder().setExec(exec));
    }

    /** Closes the channel and returns what became of it. */
    public CloseChannelRes.Status close(CloseChannel.Action action) throws IOException {
        CloseChannel close =
                CloseChannel.newBuilder().setId(id).setAction(action).build();
        return ReplConnection.await(connection.request(Command.newBuilder().setCloseChan(close)))
                .getCloseChanRes()
                .getStatus();
    }

    /** Completes when the channel is closed by anybody; fails with {@link ConnectionClosedException} when the connection ends. */
    public CompletableFuture<CloseChannelRes.Status> closed() {
        return closed.copy();
    }
}
