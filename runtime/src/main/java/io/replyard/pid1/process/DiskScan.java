package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.close;
import static io.replyard.pid1.process.LibC.Function.openat;
import static io.replyard.pid1.process.LibC.Function.syscall;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds up what programs have on the disk: the trees in which they can write, and the files that have lost their name and are still open. One descriptor
 * is enough for a tree, however deep it is; hard links count once; other file systems do not. It stops as soon as there is more than the quota.
 */
final class DiskScan {
    private static final int FOLDER_FLAGS = 0x80000 | openDirectory() | openNoFollow();
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int GETDENTS64 = isArm() ? 61 : 217;
    private static final int NAME = 19;

    private final DiskUsage quota;
    private final Set<FileId> counted = new HashSet<>();
    private DiskUsage found = DiskUsage.NONE;

    private record FileId(long device, long inode) {}

    /** A folder on the way down, and what is still to be looked at in it. */
    private record Level(FileStatus folder, String name, Deque<String> folders) {}

    private DiskScan(DiskUsage quota) {
        this.quota = quota;
    }

    private static boolean isArm() {
        return "aarch64".equals(System.getProperty("os.arch"));
    }

    private static int openDirectory() {
        return isArm() ? 0x4000 : 0x10000;
    }

    private static int openNoFollow() {
        return isArm() ? 0x8000 : 0x20000;
    }

    /**
     * Adds up.
     *
     * @param roots the trees, or single files, as absolute paths; none in another
     * @return what is there, or a part of it that exceeds the quota
     */
    static DiskUsage of(List<String> roots, DiskUsage quota) {
        DiskScan scan = new DiskScan(quota);
        roots.forEach(scan::tree);
        scan.openAndNameless();
        return scan.found;
    }

    private boolean isEnough() {
        return found.exceeds(quota);
    }

    private void count(FileStatus file) {
        boolean once = file.isFolder() || file.links() == 1;
        if (once || counted.add(new FileId(file.device(), file.inode()))) {
            found = found.plus(new DiskUsage(file.bytes(), 1));
        }
    }

    private void tree(String root) {
        FileStatus top = FileStatus.of(FileStatus.AT_FDCWD, root, FileStatus.NO_FOLLOW);
        if (top == null || FileStatus.isInMemory(root)) {
            return;
        }
        if (!top.isFolder()) {
            count(top);
            return;
        }
        int at = open(FileStatus.AT_FDCWD, root);
        Deque<Level> levels = new ArrayDeque<>();
        try {
            if (at >= 0) {
                levels.push(new Level(top, root, entries(at, top)));
            }
            while (!levels.isEmpty() && !isEnough()) {
                Level level = levels.element();
                String name = level.folders().poll();
                if (name == null) {
                    levels.pop();
                    at = levels.isEmpty() ? at : up(at, levels);
                } else {
                    at = down(at, levels, name);
                }
            }
        } finally {
            if (at >= 0) {
                LibC.call(close, at);
            }
        }
    }

    private int down(int at, Deque<Level> levels, String name) {
        FileStatus folder = FileStatus.of(at, name, FileStatus.NO_FOLLOW);
        int next = folder == null ? -1 : open(at, name);
        if (next < 0 || folder == null) {
            return at;
        }
        LibC.call(close, at);
        levels.push(new Level(folder, name, entries(next, folder)));
        return next;
    }

    /** Back to the folder that is now the last one; anew from the root, if a program has moved what was in between. */
    private int up(int at, Deque<Level> levels) {
        int above = open(at, "..");
        LibC.call(close, at);
        if (isOpen(above, levels.element())) {
            return above;
        }
        if (above >= 0) {
            LibC.call(close, above);
        }
        List<Level> downwards = List.copyOf(levels.reversed());
        levels.clear();
        int folder = FileStatus.AT_FDCWD;
        for (Level level : downwards) {
            int next = open(folder, level.name());
            if (!isOpen(next, level)) {
                if (next >= 0) {
                    LibC.call(close, next);
                }
                return folder;
            }
            if (folder >= 0) {
                LibC.call(close, folder);
            }
            folder = next;
            levels.push(level);
        }
        return folder;
    }

    private static boolean isOpen(int fd, Level level) {
        FileStatus there = fd < 0 ? null : FileStatus.of(fd, ".", FileStatus.NO_FOLLOW);
        return there != null && there.isSameAs(level.folder());
    }

    private static int open(int folder, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return LibC.call(openat, folder, FileStatus.text(arena, name), FOLDER_FLAGS);
        }
    }

    /** Counts what is in an open folder, and gives the names of the folders in it. */
    private Deque<String> entries(int fd, FileStatus folder) {
        Deque<String> folders = new ArrayDeque<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
            int length;
            while ((length = LibC.call(syscall, GETDENTS64, fd, buffer.address(), BUFFER_BYTES)) > 0 && !isEnough()) {
                for (int at = 0; at < length; at += Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT, at + 16))) {
                    String name = buffer.getString(at + NAME, StandardCharsets.ISO_8859_1);
                    FileStatus file = name.equals(".") || name.equals("..")
                            ? null
                            : FileStatus.of(fd, name, FileStatus.NO_FOLLOW);
                    if (file != null) {
                        count(file);
                        if (file.isFolder() && file.device() == folder.device()) {
                            folders.add(name);
                        }
                    }
                }
            }
        }
        return folders;
    }

    private void openAndNameless() {
        for (String process : names("/proc")) {
            if (Character.isDigit(process.charAt(0))) {
                String folder = "/proc/" + process + "/fd";
                for (String fd : names(folder)) {
                    if (isEnough()) {
                        return;
                    }
                    FileStatus file = FileStatus.of(FileStatus.AT_FDCWD, folder + "/" + fd, 0);
                    if (file != null
                            && file.isRegular()
                            && file.links() == 0
                            && !FileStatus.isInMemory(folder + "/" + fd)) {
                        count(file);
                    }
                }
            }
        }
    }

    private static String[] names(String folder) {
        String[] names = new File(folder).list();
        return names == null ? new String[0] : names;
    }
}
