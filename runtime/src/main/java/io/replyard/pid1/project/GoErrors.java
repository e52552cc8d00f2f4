package io.replyard.pid1.project;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * Java's file exceptions in the words of Go and the kernel, which is what clients look for in an error: {@code no such
 * file}, {@code file exists}, {@code not a directory}, {@code is a directory} (protocol 3.2.4). The one place where
 * that is decided.
 */
public final class GoErrors {
    /** Characters of a path that are shown. */
    private static final int SHOWN = 256;

    private GoErrors() {}

    /** A failure that no exception of the JDK stands for, with its reason in Go's words. */
    public static IOException refusal(String reason) {
        return new FileSystemException(null, null, reason);
    }

    /** Why it failed, without the path. */
    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file or directory";
            case FileAlreadyExistsException exists -> "file exists";
            case AccessDeniedException denied -> "permission denied";
            case NotDirectoryException file -> "not a directory";
            case DirectoryNotEmptyException full -> "directory not empty";
            case FileSystemException other -> kernelText(other.getReason(), e);
            // Reads and writes of an open file fail with the kernel's text and no type of their own.
            default -> kernelText(e.getMessage(), e);
        };
    }

    /** A path as an error shows it: never empty, cut when long, with no NUL. */
    public static String path(String path) {
        if (path.isEmpty()) {
            return ".";
        }
        String printable = path.replace("\0", "\\x00");
        return printable.codePointCount(0, printable.length()) <= SHOWN
                ? printable
                : printable.substring(0, printable.offsetByCodePoints(0, SHOWN)) + "…";
    }

    /** The C library begins its texts with a capital and the JDK adds remarks; Go does neither. */
    private static String kernelText(@Nullable String text, IOException e) {
        if (text == null || text.isEmpty()) {
            return e.getClass().getSimpleName();
        }
        String bare = text.replace(" or unable to access attributes of symbolic link", "")
                .replace(" (NOFOLLOW_LINKS specified)", "");
        return Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
    }
}
