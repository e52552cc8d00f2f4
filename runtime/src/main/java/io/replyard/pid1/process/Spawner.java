package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.posix_spawn;
import static io.replyard.pid1.process.LibC.Function.posix_spawn_file_actions_addchdir_np;
import static io.replyard.pid1.process.LibC.Function.posix_spawn_file_actions_addclose;
import static io.replyard.pid1.process.LibC.Function.posix_spawn_file_actions_addclosefrom_np;
import static io.replyard.pid1.process.LibC.Function.posix_spawn_file_actions_adddup2;
import static io.replyard.pid1.process.LibC.Function.posix_spawn_file_actions_addopen;
import static io.replyard.pid1.process.LibC.Function.posix_spawn_file_actions_destroy;
import static io.replyard.pid1.process.LibC.Function.posix_spawn_file_actions_init;
import static io.replyard.pid1.process.LibC.Function.posix_spawnattr_destroy;
import static io.replyard.pid1.process.LibC.Function.posix_spawnattr_init;
import static io.replyard.pid1.process.LibC.Function.posix_spawnattr_setflags;
import static io.replyard.pid1.process.LibC.Function.posix_spawnattr_setsigdefault;
import static io.replyard.pid1.process.LibC.Function.posix_spawnattr_setsigmask;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;

/**
 * posix_spawn: the child is born in glibc's hands and never runs Java. It gets a session of its own, the default signal
 * mask and dispositions, the descriptors 0, 1 and 2 and no other.
 */
final class Spawner {
    // Larger than glibc's posix_spawnattr_t (336), posix_spawn_file_actions_t (80) and sigset_t (128).
    private static final long ATTRIBUTES_BYTES = 512;
    private static final long ACTIONS_BYTES = 256;
    private static final long SIGNALS_BYTES = 128;
    private static final int SETSIGDEF_SETSIGMASK_SETSID = 0x04 | 0x08 | 0x80;
    private static final int SETSCHEDULER = 0x20;

    /** Weighs 3 to the 1024 of a usual process, within its cgroup; inherited, and nobody without privileges leaves it (sched(7)). */
    private static final int SCHED_IDLE = 5;

    /**
     * Where posix_spawnattr_t has the policy, behind flags, group, two sets of signals and the priority, which stays 0. {@code spawn.h} lays it out for every
     * program; the function that sets it knows only the policies of POSIX.
     */
    private static final long POLICY_OFFSET = 8 + 2 * SIGNALS_BYTES + Integer.BYTES;

    /**
     * All 64 signals without SIGKILL and SIGSTOP, whose disposition cannot be set. Naming 32 and 33 matters: glibc would
     * leave its two internal ones ignored.
     */
    private static final long ALL_SIGNALS = ~(1L << 8) & ~(1L << 18);

    private static final int O_RDWR = 2;
    private static final int FIRST_PRIVATE = 3;

    /** Where a child's descriptors come from. */
    sealed interface Stdio {
        void addTo(long actions, Arena arena);

        /** A terminal device for all three; the first a session leader opens becomes its controlling terminal. */
        record Device(String path) implements Stdio {
            @Override
            public void addTo(long actions, Arena arena) {
                open(actions, arena, path);
                LibC.call(posix_spawn_file_actions_adddup2, actions, 0, 1);
                LibC.call(posix_spawn_file_actions_adddup2, actions, 0, 2);
            }
        }

        /** Descriptors of ours; no input means /dev/null. */
        record Inherited(int input, int output) implements Stdio {
            static final int NO_INPUT = -1;

            @Override
            public void addTo(long actions, Arena arena) {
                LibC.call(posix_spawn_file_actions_adddup2, actions, output, 1);
                LibC.call(posix_spawn_file_actions_adddup2, actions, output, 2);
                if (input == NO_INPUT) {
                    open(actions, arena, "/dev/null");
                } else {
                    LibC.call(posix_spawn_file_actions_adddup2, actions, input, 0);
                }
            }
        }
    }

    private Spawner() {}

    /**
     * Starts a child.
     *
     * @param file the path to execute
     * @param yielding whether it, and all that it starts, gets the processor only when others of the container leave it
     * @return its process id, or a negative errno
     */
    static int spawn(String file, Launch launch, Stdio stdio, boolean yielding) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, 16);
            MemorySegment actions = arena.allocate(ACTIONS_BYTES, 16);
            LibC.call(posix_spawnattr_init, attributes.address());
            LibC.call(posix_spawn_file_actions_init, actions.address());
            try {
                describe(arena, attributes, actions, launch, stdio);
                schedule(attributes, yielding);
                MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
                int error = LibC.call(
                        posix_spawn,
                        pid.address(),
                        text(arena, file),
                        actions.address(),
                        attributes.address(),
                        texts(arena, launch.arguments()),
                        texts(arena, environment(launch.environment())));
                return error == 0 ? pid.get(ValueLayout.JAVA_INT, 0) : -Math.abs(error);
            } finally {
                LibC.call(posix_spawn_file_actions_destroy, actions.address());
                LibC.call(posix_spawnattr_destroy, attributes.address());
            }
        }
    }

    private static void describe(
            Arena arena, MemorySegment attributes, MemorySegment actions, Launch launch, Stdio stdio) {
        MemorySegment signals = arena.allocate(SIGNALS_BYTES, 8);
        LibC.call(posix_spawnattr_setsigmask, attributes.address(), signals.address());
        signals.set(ValueLayout.JAVA_LONG, 0, ALL_SIGNALS);
        LibC.call(posix_spawnattr_setsigdefault, attributes.address(), signals.address());

        long to = actions.address();
        LibC.call(
                posix_spawn_file_actions_addchdir_np,
                to,
                text(arena, launch.directory().toString()));
        stdio.addTo(to, arena);
        closeTheRest(to);
    }

    private static void schedule(MemorySegment attributes, boolean yielding) {
        int flags = SETSIGDEF_SETSIGMASK_SETSID;
        if (yielding) {
            flags |= SETSCHEDULER;
            attributes.set(ValueLayout.JAVA_INT, POLICY_OFFSET, SCHED_IDLE);
        }
        LibC.call(posix_spawnattr_setflags, attributes.address(), flags);
    }

    private static void open(long actions, Arena arena, String path) {
        LibC.call(posix_spawn_file_actions_addopen, actions, 0, text(arena, path), O_RDWR, 0);
    }

    private static void closeTheRest(long actions) {
        if (posix_spawn_file_actions_addclosefrom_np.exists()) {
            LibC.call(posix_spawn_file_actions_addclosefrom_np, actions, FIRST_PRIVATE);
            return;
        }
        // glibc before 2.34: name them one by one. What another thread opens in this instant is the JDK's, and the JDK
        // opens with O_CLOEXEC all but sockets.
        String[] open = new File("/proc/self/fd").list();
        for (String fd : open == null ? new String[0] : open) {
            if (Integer.parseInt(fd) >= FIRST_PRIVATE) {
                LibC.call(posix_spawn_file_actions_addclose, actions, Integer.parseInt(fd));
            }
        }
    }

    private static List<String> environment(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    private static long text(Arena arena, String text) {
        return arena.allocateFrom(text).address();
    }

    private static long texts(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ValueLayout.JAVA_LONG, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ValueLayout.JAVA_LONG, i, text(arena, texts.get(i)));
        }
        return array.address();
    }
}
