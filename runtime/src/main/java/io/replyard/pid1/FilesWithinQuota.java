package io.replyard.pid1;

import io.replyard.pid1.channel.Request;
import io.replyard.pid1.channel.RequestFailedException;
import io.replyard.pid1.channel.Service;
import io.replyard.pid1.channel.ServiceFactory;
import io.replyard.pid1.channel.Session;
import io.replyard.pid1.process.DiskWatch;
import io.replyard.proto.wire.Command;

/** The files service while the disk is full: what takes room is refused, all else goes on, removing above all. */
final class FilesWithinQuota implements Service {
    private final DiskWatch disk;
    private final Service files;

    private FilesWithinQuota(DiskWatch disk, Service files) {
        this.disk = disk;
        this.files = files;
    }

    static ServiceFactory on(DiskWatch disk, ServiceFactory files) {
        return channel -> new FilesWithinQuota(disk, files.start(channel));
    }

    @Override
    public void handle(Request request) throws Exception {
        Command command = request.command();
        switch (command.getBodyCase()) {
            case WRITE -> {
                check("write file content to files: open " + command.getWrite().getPath());
                disk.isUsed();
            }
            case MKDIR -> {
                check("make directory in files: mkdir " + command.getMkdir().getPath());
                disk.isUsed();
            }
            default -> {}
        }
        files.handle(request);
    }

    private void check(String what) throws RequestFailedException {
        if (disk.isAbove()) {
            throw new RequestFailedException("unable to " + what + ": " + DiskWatch.EXCEEDED);
        }
    }

    @Override
    public void attached(Session session) throws Exception {
        files.attached(session);
    }

    @Override
    public void detached(Session session) throws Exception {
        files.detached(session);
    }

    @Override
    public void close() throws Exception {
        files.close();
    }
}
