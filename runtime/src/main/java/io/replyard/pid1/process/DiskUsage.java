package io.replyard.pid1.process;

/**
 * Room on a disk.
 *
 * @param bytes as blocks that are in use, whatever the lengths of files say
 * @param inodes files, folders and all else that has a name, or had one and is open
 */
record DiskUsage(long bytes, long inodes) {
    static final DiskUsage NONE = new DiskUsage(0, 0);

    private static final long BYTES_PER_INODE = 4096;
    private static final long LEAST_INODES = 20_000;

    /** What a quota of so many bytes allows: of inodes, one for each 4 KiB. */
    static DiskUsage quota(long bytes) {
        return new DiskUsage(bytes, Math.max(LEAST_INODES, bytes / BYTES_PER_INODE));
    }

    boolean exceeds(DiskUsage quota) {
        return bytes > quota.bytes || inodes > quota.inodes;
    }

    DiskUsage plus(DiskUsage other) {
        return new DiskUsage(bytes + other.bytes, inodes + other.inodes);
    }

    DiskUsage minus(DiskUsage other) {
        return new DiskUsage(bytes - other.bytes, inodes - other.inodes);
    }
}
