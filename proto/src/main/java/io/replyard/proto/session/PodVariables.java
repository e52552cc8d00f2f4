package io.replyard.proto.session;

/**
 * The environment through which a pod tells pid1 who it is. What programs of the Repl may see has the prefix {@code REPL_}; what begins with {@link
 * #PRIVATE_PREFIX} is for pid1 alone.
 */
public final class PodVariables {
    /** Prefix of everything that programs never see. */
    public static final String PRIVATE_PREFIX = "REPLYARD_";

    /**
     * Prefix under which pid1's launcher keeps what an image or a Language sets for programs: Java and the C library would obey some of it. Programs get it
     * without the prefix.
     */
    public static final String PROGRAM_PREFIX = PRIVATE_PREFIX + "PROGRAM_";

    /** {@code spec.id} of the Repl. */
    public static final String ID = "REPL_ID";

    /** The name of the project's folder in the home folder. */
    public static final String SLUG = "REPL_SLUG";

    /** The owner's name. */
    public static final String OWNER = "REPL_OWNER";

    /** The language as the Repl names it. */
    public static final String LANGUAGE = "REPL_LANGUAGE";

    /** Free switches, joined by {@link #SEPARATOR}; absent when there are none. */
    public static final String FLAGS = PRIVATE_PREFIX + "FLAGS";

    /** The uid of the pod; session tokens name it. */
    public static final String POD_UID = PRIVATE_PREFIX + "POD_UID";

    /** conman's public keys, base64 of the raw 32 bytes each, joined by {@link #SEPARATOR}. */
    public static final String SESSION_KEYS = PRIVATE_PREFIX + "SESSION_KEYS";

    /** What programs may use together, in bytes. */
    public static final String MEMORY_BYTES = PRIVATE_PREFIX + "MEMORY_BYTES";

    /** What programs may have on the disk, in bytes; absent when pid1 shall not limit it. */
    public static final String DISK_BYTES = PRIVATE_PREFIX + "DISK";

    /** How many processes and threads programs may be together; absent when pid1 shall not limit them. */
    public static final String PROCESSES = PRIVATE_PREFIX + "PROCESSES";

    /**
     * {@code host:port} of something that answers in the cluster and that network policies shut off from every Repl: while it can be reached, they do not hold
     * the pod yet. Absent when nobody holds it to policies.
     */
    public static final String SHUT_ADDRESS = PRIVATE_PREFIX + "SHUT_ADDRESS";

    /** Between the members of a list. */
    public static final String SEPARATOR = ",";

    private PodVariables() {}
}
