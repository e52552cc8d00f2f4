package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.statfs;
import static io.replyard.pid1.process.LibC.Function.statvfs;
import static io.replyard.pid1.process.LibC.Function.statx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel knows of a file, that Java does not tell. Names are bytes, one in each character.
 *
 * @param device on which file system it is
 * @param inode its number there
 */
record FileStatus(long device, long inode, int mode, int links, long bytes) {
    static final int AT_FDCWD = -100;
    static final int NO_FOLLOW = 0x100;

    private static final int BASIC = 0x7ff;
    private static final int STATX_BYTES = 256;
    private static final int STATFS_BYTES = 128;
    private static final int BLOCK = 512;
    private static final int TYPE = 0xf000;
    private static final int FOLDER = 0x4000;
    private static final int REGULAR = 0x8000;

    /** tmpfs (and so memfd), ramfs and hugetlbfs. */
    private static final Set<Integer> IN_MEMORY = Set.of(0x01021994, 0x858458f6, 0x958458f6);

    /** Looks at a name in an open folder; null if there is none, or it may not be looked at. */
    static @Nullable FileStatus of(int folder, String name, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(STATX_BYTES, 8);
            if (LibC.call(statx, folder, text(arena, name), flags, BASIC, status.address()) < 0) {
                return null;
            }
            long major = status.get(ValueLayout.JAVA_INT, 136);
            int minor = status.get(ValueLayout.JAVA_INT, 140);
            return new FileStatus(
                    major << 32 | Integer.toUnsignedLong(minor),
                    status.get(ValueLayout.JAVA_LONG, 32),
                    status.get(ValueLayout.JAVA_SHORT, 28) & 0xffff,
                    status.get(ValueLayout.JAVA_INT, 16),
                    status.get(ValueLayout.JAVA_LONG, 48) * BLOCK);
        }
    }

    boolean isFolder() {
        return (mode & TYPE) == FOLDER;
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    boolean isSameAs(FileStatus other) {
        return device == other.device && inode == other.inode;
    }

    /** Whether what has that path takes memory and no disk. */
    static boolean isInMemory(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(STATFS_BYTES, 8);
            int result = LibC.call(statfs, text(arena, path), status.address());
            return result < 0 || IN_MEMORY.contains(status.get(ValueLayout.JAVA_INT, 0));
        }
    }

    /** What is used of the file system that holds that path, by whomever. */
    static DiskUsage ofFileSystem(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(STATFS_BYTES, 8);
            if (LibC.call(statvfs, text(arena, path), status.address()) < 0) {
                return DiskUsage.NONE;
            }
            long used = status.getAtIndex(ValueLayout.JAVA_LONG, 2) - status.getAtIndex(ValueLayout.JAVA_LONG, 3);
            return new DiskUsage(
                    used * status.getAtIndex(ValueLayout.JAVA_LONG, 1),
                    status.getAtIndex(ValueLayout.JAVA_LONG, 5) - status.getAtIndex(ValueLayout.JAVA_LONG, 6));
        }
    }

    static long text(Arena arena, String name) {
        return arena.allocateFrom(name, StandardCharsets.ISO_8859_1).address();
    }
}
