package io.replyard.pid1.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Calls into glibc.
 *
 * <p>All functions are called through one shape: six 64-bit integers in, one out, addresses as numbers. Both supported
 * ABIs pass the first six integer or pointer arguments in registers, ignore surplus ones, and pass variadic integers
 * like named ones, so this is exact; and one shape means one generated stub instead of twenty, which is worth tens of
 * milliseconds at start and about 2 MiB.
 */
final class LibC {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ECHILD = 10;
    static final int EAGAIN = 11;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    // Not a VarHandle over the layout: making one costs milliseconds of every start.
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle CALL = LINKER.downcallHandle(
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    private LibC() {}

    /** One function of libc; the constant's name is the symbol's. */
    @SuppressWarnings("ImmutableEnumChecker") // The address is a constant too, only found late.
    enum Function {
        close,
        epoll_create1,
        epoll_ctl,
        epoll_wait,
        fcntl,
        getpid,
        grantpt,
        ioctl,
        kill,
        openat,
        pipe2,
        posix_openpt,
        posix_spawn,
        posix_spawn_file_actions_addchdir_np,
        posix_spawn_file_actions_addclose,
        posix_spawn_file_actions_addclosefrom_np,
        posix_spawn_file_actions_adddup2,
        posix_spawn_file_actions_addopen,
        posix_spawn_file_actions_destroy,
        posix_spawn_file_actions_init,
        posix_spawnattr_destroy,
        posix_spawnattr_init,
        posix_spawnattr_setflags,
        posix_spawnattr_setsigdefault,
        posix_spawnattr_setsigmask,
        prctl,
        ptsname_r,
        read,
        setrlimit,
        signal,
        statfs,
        statvfs,
        statx,
        syscall,
        tcgetattr,
        tcsetattr,
        unlockpt,
        waitid,
        write;

        private volatile MemorySegment address = MemorySegment.NULL;

        /** Whether this libc has it; newer glibc functions may be missing in an old image. */
        boolean exists() {
            return SYMBOLS.find(name()).isPresent();
        }

        private MemorySegment address() {
            if (address.equals(MemorySegment.NULL)) {
                address = SYMBOLS.find(name())
                        .orElseThrow(() -> new UnsupportedOperationException(
                                "the image's libc has no " + name() + "; pid1 needs glibc 2.29 or newer"));
            }
            return address;
        }
    }

    /**
     * Calls a function that returns an int (or a size that fits one).
     *
     * @return what it returned; {@code -errno} if that was -1
     */
    static int call(Function function, long... arguments) {
        long a = arguments.length > 0 ? arguments[0] : 0;
        long b = arguments.length > 1 ? arguments[1] : 0;
        long c = arguments.length > 2 ? arguments[2] : 0;
        long d = arguments.length > 3 ? arguments[3] : 0;
        long e = arguments.length > 4 ? arguments[4] : 0;
        long f = arguments.length > 5 ? arguments[5] : 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) CALL.invokeExact(function.address(), state, a, b, c, d, e, f);
            return (int) result == -1 ? -state.get(ValueLayout.JAVA_INT, ERRNO) : (int) result;
        } catch (RuntimeException | Error unforeseen) {
            throw unforeseen;
        } catch (Throwable impossible) {
            throw new AssertionError("a native call throws nothing checked", impossible);
        }
    }

    /** The C library's usual text for an error number, in the lower case that Go prints. */
    static String errorText(int errno) {
        return switch (errno) {
            case EPERM -> "operation not permitted";
            case ENOENT -> "no such file or directory";
            case EIO -> "input/output error";
            case 7 -> "argument list too long";
            case 8 -> "exec format error";
            case EAGAIN -> "resource temporarily unavailable";
            case 12 -> "cannot allocate memory";
            case 13 -> "permission denied";
            case 20 -> "not a directory";
            case 21 -> "is a directory";
            case 22 -> "invalid argument";
            case 24 -> "too many open files";
            case 26 -> "text file busy";
            case 28 -> "no space left on device";
            case 36 -> "file name too long";
            case 40 -> "too many levels of symbolic links";
            default -> "errno " + errno;
        };
    }
}
