package io.replyard.pid1.service.files;

import com.google.protobuf.ByteString;
import io.replyard.pid1.channel.Request;
import io.replyard.pid1.channel.RequestFailedException;
import io.replyard.pid1.channel.Service;
import io.replyard.pid1.channel.ServiceFactory;
import io.replyard.pid1.channel.Session;
import io.replyard.pid1.project.ChangeScan;
import io.replyard.pid1.project.FolderEntry;
import io.replyard.pid1.project.GoErrors;
import io.replyard.pid1.project.ProjectFolder;
import io.replyard.pid1.project.ProjectReader;
import io.replyard.pid1.project.ProjectWriter;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.Files;
import io.replyard.proto.wire.Move;
import io.replyard.proto.wire.StatResult;
import java.io.IOException;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers the file requests of one channel from the local disk (protocol 3.2.4). Only translates: bodies to calls,
 * failures to sentences in the shape {@code unable to read file content from files: open main.py: no such file or
 * directory}, which clients take apart by substring.
 */
public final class FilesService implements Service {
    private final ProjectReader reader;
    private final ProjectWriter writer;
    private final ChangePoll changes;

    FilesService(ProjectReader reader, ProjectWriter writer, ChangePoll changes) {
        this.reader = reader;
        this.writer = writer;
        this.changes = changes;
    }

    /** Makes {@code files} services on a project folder. */
    public static ServiceFactory in(ProjectFolder project) {
        // The system's own clock: it is compared with the times that the kernel stamps on files.
        return channel -> new FilesService(
                new ProjectReader(project),
                new ProjectWriter(project),
                new ChangePoll(new ChangeScan(project), Clock.systemUTC()));
    }

    @Override
    public void attached(Session session) {
        changes.begin(session.id());
    }

    @Override
    public void detached(Session session) {
        changes.end(session.id());
    }

    @Override
    public void handle(Request request) throws RequestFailedException, InterruptedException {
        Command command = request.command();
        switch (command.getBodyCase()) {
            case READ -> read(request, command.getRead());
            case READDIR -> list(request, command.getReaddir());
            case STAT -> stat(request, command.getStat());
            case MKDIR -> makeFolder(request, command.getMkdir());
            case WRITE -> write(request, command.getWrite());
            case REMOVE -> remove(request, command.getRemove());
            case TRYREMOVE -> tryRemove(request, command.getTryRemove());
            case MOVE -> move(request, command.getMove());
            case CHECKCHANGES -> checkChanges(request);
            // On the local disk a file is as durable as it gets once it is written.
            case PERSIST, PERSISTMIRROR -> request.ok();
            default -> request.notUnderstood();
        }
    }

    private void read(Request request, File asked) throws RequestFailedException, InterruptedException {
        long size = attempt("read file content from", call("open", asked), () -> size(reader.stat(asked.getPath())));
        request.awaitRoom(Math.min(size, ReplyLimit.BYTES));
        ByteString content = attempt(
                "read file content from", call("open", asked), () -> reader.read(asked.getPath(), ReplyLimit.BYTES));
        // The path goes back as it came: clients match it with what they asked for.
        File.Builder file = File.newBuilder().setPath(asked.getPath()).setContent(content);
        request.reply(Command.newBuilder().setFile(file));
    }

    private static long size(@Nullable PosixFileAttributes found) {
        return found == null ? 0 : found.size();
    }

    private void list(Request request, File asked) throws RequestFailedException {
        Files files = attempt("read directory from", call("open", asked), () -> listing(reader.list(asked.getPath())));
        request.reply(Command.newBuilder().setFiles(files));
    }

    private static Files listing(List<FolderEntry> entries) throws IOException {
        Files.Builder files = Files.newBuilder();
        for (FolderEntry entry : entries) {
            files.addFiles(File.newBuilder().setPath(entry.name()).setType(type(entry.isFolder())));
        }
        Files all = files.build();
        if (all.getSerializedSize() > ReplyLimit.BYTES) {
            throw GoErrors.refusal("directory too large: its " + entries.size() + " names take "
                    + all.getSerializedSize() + " bytes, a message carries at most " + ReplyLimit.BYTES);
        }
        return all;
    }

    private void stat(Request request, File asked) throws RequestFailedException {
        StatResult result =
                attempt("read file status from", call("stat", asked), () -> status(reader.stat(asked.getPath())));
        request.reply(Command.newBuilder().setStatRes(result));
    }

    private static StatResult status(@Nullable PosixFileAttributes found) {
        if (found == null) {
            return StatResult.getDefaultInstance();
        }
        return StatResult.newBuilder()
                .setExists(true)
                .setType(type(found.isDirectory()))
                .setSize(found.size())
                .setFileMode(GoFileMode.of(found))
                .setModTime(found.lastModifiedTime().toInstant().getEpochSecond())
                .build();
    }

    private static File.Type type(boolean isFolder) {
        return isFolder ? File.Type.DIRECTORY : File.Type.REGULAR;
    }

    private void makeFolder(Request request, File asked) throws RequestFailedException {
        change("make directory in", call("mkdir", asked), () -> writer.makeFolder(asked.getPath()));
        request.ok();
    }

    private void write(Request request, File asked) throws RequestFailedException {
        change("write file content to", call("open", asked), () -> writer.write(asked.getPath(), asked.getContent()));
        request.ok();
    }

    private void remove(Request request, File asked) throws RequestFailedException {
        change("remove file from", call("remove", asked), () -> writer.remove(asked.getPath()));
        request.ok();
    }

    private void tryRemove(Request request, File asked) throws RequestFailedException {
        change("remove file from", call("remove", asked), () -> writer.removeIfPresent(asked.getPath()));
        request.ok();
    }

    private void move(Request request, Move asked) throws RequestFailedException {
        String call = "rename " + GoErrors.path(asked.getOldPath()) + " " + GoErrors.path(asked.getNewPath());
        change("move file in", call, () -> writer.move(asked.getOldPath(), asked.getNewPath()));
        request.ok();
    }

    private void checkChanges(Request request) throws RequestFailedException {
        Files changed = attempt(
                "check changes in",
                "open .",
                () -> changes.since(request.session().id()));
        request.reply(Command.newBuilder().setChangedFiles(changed));
    }

    private static String call(String name, File asked) {
        return name + " " + GoErrors.path(asked.getPath());
    }

    private static void change(String what, String call, Change change) throws RequestFailedException {
        attempt(what, call, () -> {
            change.run();
            return true;
        });
    }

    private static <T> T attempt(String what, String call, Attempt<T> attempt) throws RequestFailedException {
        try {
            return attempt.run();
        } catch (IOException e) {
            throw new RequestFailedException("unable to " + what + " files: " + call + ": " + GoErrors.reason(e), e);
        }
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    private interface Change {
        void run() throws IOException;
    }
}
