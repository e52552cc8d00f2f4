package io.replyard.pid1;

import io.replyard.pid1.channel.ServiceRegistry;
import io.replyard.pid1.process.Processes;
import io.replyard.pid1.program.Launcher;
import io.replyard.pid1.project.ProjectFolder;
import io.replyard.pid1.service.exec.ExecService;
import io.replyard.pid1.service.files.FilesService;
import io.replyard.pid1.service.shell.ShellService;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** The services of this version of pid1. */
final class Services {
    private Services() {}

    static ServiceRegistry all(Supplier<Processes> processes, Path project, Map<String, String> environment) {
        Launcher launcher = new Launcher(processes, project, environment);
        // gcsfiles promises durability; it comes with the store.
        return new ServiceRegistry(Map.of(
                "exec", ExecService.with(launcher),
                "shell", ShellService.with(launcher),
                "files", FilesService.in(new ProjectFolder(project))));
    }
}
