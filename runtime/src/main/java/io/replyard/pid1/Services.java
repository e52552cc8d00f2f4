package io.replyard.pid1;

import io.replyard.pid1.channel.ServiceRegistry;
import io.replyard.pid1.channel.ServiceRegistry.Entry;
import io.replyard.pid1.process.DiskWatch;
import io.replyard.pid1.program.Launcher;
import io.replyard.pid1.project.ProjectFolder;
import io.replyard.pid1.service.exec.ExecService;
import io.replyard.pid1.service.files.FilesService;
import io.replyard.pid1.service.shell.ShellService;

/** The services of this version of pid1. */
final class Services {
    private Services() {}

    static ServiceRegistry all(Launcher launcher, ProjectFolder project, DiskWatch disk) {
        // gcsfiles promises durability; it comes with the store.
        return new ServiceRegistry(
                new Entry("exec", ExecService.with(launcher)),
                new Entry("files", FilesWithinQuota.on(disk, FilesService.in(project))),
                new Entry("shell", ShellService.with(launcher)));
    }
}
