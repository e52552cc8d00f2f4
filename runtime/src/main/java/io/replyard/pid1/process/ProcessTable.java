package io.replyard.pid1.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the kernel's process table, /proc. */
final class ProcessTable {
    /** All that is looked at comes early in the line. */
    private static final int STAT_BYTES = 256;

    private ProcessTable() {}

    /** The living members of a session (zombies do not count), its leader included. */
    static List<Integer> session(int leader) {
        List<Integer> members = new ArrayList<>();
        String[] names = new File("/proc").list();
        if (names == null) {
            return members;
        }
        for (String name : names) {
            if (Character.isDigit(name.charAt(0)) && isLivingMember(stat(name), leader)) {
                members.add(Integer.parseInt(name));
            }
        }
        return members;
    }

    /** The short name of a process, as ps shows it; also of one that has died but is not reaped. */
    static String name(int pid) {
        String stat = stat(Integer.toString(pid));
        int from = stat.indexOf('(');
        int to = stat.lastIndexOf(')');
        return from >= 0 && to > from ? stat.substring(from + 1, to) : "a program";
    }

    /** {@code pid (name) state ppid pgrp session …}; the name may hold anything, so count from the last bracket. */
    private static boolean isLivingMember(String stat, int leader) {
        int state = stat.lastIndexOf(')') + 2;
        if (state < 2 || stat.charAt(state) == 'Z' || stat.charAt(state) == 'X') {
            return false;
        }
        int session = state;
        for (int field = 0; field < 3; field++) {
            session = stat.indexOf(' ', session) + 1;
        }
        return stat.startsWith(leader + " ", session);
    }

    private static String stat(String pid) {
        try (FileInputStream file = new FileInputStream("/proc/" + pid + "/stat")) {
            byte[] line = new byte[STAT_BYTES];
            int length = file.read(line);
            return new String(line, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            // A process may end between the listing and the reading, and even between opening and reading.
            return "";
        }
    }
}
