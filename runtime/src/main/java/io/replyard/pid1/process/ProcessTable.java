package io.replyard.pid1.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the kernel's process table, /proc. */
final class ProcessTable {
    /** All that is looked at comes early in the line. */
    private static final int STAT_BYTES = 512;

    /** From the state, which is the first field after the name, to the number of threads. */
    private static final int STATE_TO_THREADS = 17;

    private static final Path LOAD = Path.of("/proc/loadavg");

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

    /**
     * How many processes and threads there are in this container beside process 1. Those that are dead and not reaped count too: they have a number.
     *
     * @param enough when there are more processes than so many, their threads are not counted
     * @return negative if they cannot be counted
     */
    static int tasks(int enough) {
        String[] names = new File("/proc").list();
        if (names == null) {
            return -1;
        }
        List<String> processes = Arrays.stream(names)
                .filter(name -> Character.isDigit(name.charAt(0)) && !name.equals("1"))
                .toList();
        if (processes.size() > enough) {
            // Looking at each of them would give a fork bomb time.
            return processes.size();
        }
        int tasks = 0;
        for (String process : processes) {
            String stat = stat(process);
            tasks += stat.isEmpty() ? 0 : Math.max(1, threads(stat));
        }
        return tasks;
    }

    private static int threads(String stat) {
        int from = stat.lastIndexOf(')') + 2;
        for (int field = 0; field < STATE_TO_THREADS; field++) {
            from = stat.indexOf(' ', from) + 1;
        }
        int to = stat.indexOf(' ', from);
        return from > 0 && to > from ? Integer.parseInt(stat, from, to, 10) : 1;
    }

    /** The last number that this container's processes were given, as it is the last word of /proc/loadavg; negative if nobody knows. */
    static long lastNumber() {
        try {
            String load = Files.readString(LOAD).strip();
            return Long.parseLong(load, load.lastIndexOf(' ') + 1, load.length(), 10);
        } catch (IOException | NumberFormatException unknown) {
            return -1;
        }
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
