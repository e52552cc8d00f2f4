package io.replyard.pid1.service.files;

import com.google.protobuf.ByteString;
import io.replyard.pid1.channel.Channel;
import io.replyard.pid1.channel.Request;
import io.replyard.pid1.channel.RequestFailedException;
import io.replyard.pid1.channel.Service;
import io.replyard.pid1.channel.Session;
import io.replyard.pid1.project.ProjectFolder;
import io.replyard.proto.wire.CheckChanges;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.Move;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A client of one {@code files} channel: asks, and returns the one reply. */
final class FilesClient {
    /** A file as it is called while it is written. */
    static final String UNFINISHED = ".replyard-0123456789abcdef.tmp";

    private static final String REF = "r1";

    private final Service service;

    FilesClient(Path project) {
        this.service = FilesService.in(new ProjectFolder(project)).start(new SilentChannel());
    }

    static Session session(int id) {
        return new Session(id, 1, "ada", List.of());
    }

    void attach(int session) throws Exception {
        service.attached(session(session));
    }

    void detach(int session) throws Exception {
        service.detached(session(session));
    }

    Command read(String path) throws Exception {
        return ask(Command.newBuilder().setRead(file(path)));
    }

    Command readdir(String path) throws Exception {
        return ask(Command.newBuilder().setReaddir(file(path)));
    }

    Command mkdir(String path) throws Exception {
        return ask(Command.newBuilder().setMkdir(file(path)));
    }

    Command write(String path, String content) throws Exception {
        return ask(Command.newBuilder().setWrite(file(path).toBuilder().setContent(ByteString.copyFromUtf8(content))));
    }

    Command remove(String path) throws Exception {
        return ask(Command.newBuilder().setRemove(file(path)));
    }

    Command tryRemove(String path) throws Exception {
        return ask(Command.newBuilder().setTryRemove(file(path)));
    }

    Command move(String from, String to) throws Exception {
        return ask(
                Command.newBuilder().setMove(Move.newBuilder().setOldPath(from).setNewPath(to)));
    }

    Command stat(String path) throws Exception {
        return ask(Command.newBuilder().setStat(file(path)));
    }

    /** The paths that changed since this session's last call. */
    List<String> changes(int session) throws Exception {
        Command reply = ask(session, Command.newBuilder().setCheckChanges(CheckChanges.getDefaultInstance()));
        if (!reply.hasChangedFiles()) {
            throw new AssertionError("no list of changed files but " + reply);
        }
        return reply.getChangedFiles().getFilesList().stream()
                .map(File::getPath)
                .toList();
    }

    Command ask(Command.Builder body) throws Exception {
        return ask(2, body);
    }

    private Command ask(int session, Command.Builder body) throws Exception {
        List<Command.Builder> replies = new ArrayList<>();
        Request request = new Request(session(session), body.setRef(REF).build(), replies::add);
        try {
            service.handle(request);
        } catch (RequestFailedException e) {
            // What the channel does.
            request.fail(e.getMessage());
        }
        if (replies.size() != 1) {
            throw new AssertionError(replies.size() + " replies");
        }
        Command reply = replies.getFirst().build();
        if (!reply.getRef().equals(REF)) {
            throw new AssertionError("a reply with ref " + reply.getRef());
        }
        return reply;
    }

    static File file(String path) {
        return File.newBuilder().setPath(path).build();
    }

    /** The service answers requests and sends nothing else. */
    private static final class SilentChannel implements Channel {
        @Override
        public int id() {
            return 1;
        }

        @Override
        public void broadcast(Command.Builder body) {
            throw new AssertionError("broadcast " + body);
        }

        @Override
        public void broadcastExcept(Session except, Command.Builder body) {
            throw new AssertionError("broadcast " + body);
        }

        @Override
        public void send(Session to, Command.Builder body) {
            throw new AssertionError("sent " + body);
        }

        @Override
        public void execute(Runnable task) {
            throw new AssertionError("a task of its own");
        }

        @Override
        public void awaitRoom() {
            throw new AssertionError("waits for room");
        }
    }
}
