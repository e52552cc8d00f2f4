package io.replyard.pid1.service.files;

import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** File modes as Go prints them: a letter for the kind, then nine for the permissions. */
final class GoFileMode {
    private GoFileMode() {}

    /**
     * For example {@code -rw-r--r--} or {@code drwxr-xr-x}. A FIFO, socket or device begins with {@code ?} (Go: not
     * regular, nothing else known). The set-id and sticky bits, which Go would put in front, are left out: a volume's
     * set-group-id bit is inherited by every folder in it, and no client expects eleven characters.
     */
    static String of(PosixFileAttributes file) {
        return kind(file) + PosixFilePermissions.toString(file.permissions());
    }

    private static char kind(PosixFileAttributes file) {
        if (file.isDirectory()) {
            return 'd';
        }
        if (file.isSymbolicLink()) {
            return 'L';
        }
        return file.isRegularFile() ? '-' : '?';
    }
}
