package io.replyard.pid1.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a terminal makes of output, apart from where it puts the characters: straight from xterm's list of control
 * sequences, state by state. Terminals read some of it differently; the reading is chosen.
 */
final class ReferenceTerminal {
    enum Reading {
        /** Mouse modes exclude each other; a soft reset also ends bracketed paste. As xterm.js. */
        EXCLUSIVE,
        /** Each mode is a flag of its own, which a soft reset leaves. */
        FLAGS
    }

    private static final Pattern TOKEN = Pattern.compile(
            "(?:\u001b\\[|\u009b)(?<csi>[<=>?]?[0-9:;]*[ -/]*)(?<last>[@-~])"
                    + "|(?:\u001b\\]|\u009d)(?<osc>[^\u0007\u001b\u009c\u0018]*)(?:\u0007|\u001b\\\\|\u009c)"
                    + "|(?:\u001bP|\u0090)(?<dcs>[^\u001b\u009c\u0018]*)(?:\u001b\\\\|\u009c)"
                    // Not a P behind nothing: that begins a string, of which the rest may be still to come.
                    + "|\u001b(?<esc>[ -/]+[0-Z\\\\`-~]|[0-OQ-Z\\\\`-~])"
                    + "|(?<cancelled>(?:\u001b[\\]P]|[\u0090\u009d])[^\u0007\u001b\u0018]*\u0018)"
                    + "|(?<unfinished>\u001b\\[[<=>?]?[0-9:;]*[ -/]*$|\u001b[ -/]*$|\u001b[\\]P][^\u0007\u001b]*\u001b?$|[\u0090\u009b\u009d].*$)"
                    + "|(?<control>[\u0000-\u001f\u0080-\u009f])"
                    + "|(?<text>.)",
            Pattern.DOTALL);

    private static final Pattern ANSWERED_CSI = Pattern.compile("[>=]?[0-9;]*c|\\??[0-9;]*n|\\??[0-9;]*\\$p|>[0-9]*q"
            + "|(11|13|14|15|16|18|19|20|21)(;[0-9]+)?t|\\?u|[01]?x");
    private static final Pattern ANSWERED_OSC =
            Pattern.compile("(1[0-9];(.*;)?\\?.*|4;[0-9]+;(.*;)?\\?.*|52;[a-z]*;\\?)");
    private static final Pattern ANSWERED_DCS = Pattern.compile("[$+]q.*", Pattern.DOTALL);

    private static final class Pen {
        private final Map<String, String> rendition = new TreeMap<>();
        private final String[] sets = {"B", "B", "B", "B"};
        private String shift = "0";
        private boolean origin;

        Pen copy() {
            Pen copy = new Pen();
            copy.rendition.putAll(rendition);
            System.arraycopy(sets, 0, copy.sets, 0, sets.length);
            copy.shift = shift;
            copy.origin = origin;
            return copy;
        }

        @Override
        public String toString() {
            return rendition + " " + Arrays.toString(sets) + shift + origin;
        }
    }

    private static final class Screen {
        private Pen saved = new Pen();
        private String margins = "";
    }

    private final Reading reading;
    private final Map<String, Boolean> modes = new TreeMap<>();
    private final Map<String, String> others = new TreeMap<>();
    private final Map<String, String> titles = new HashMap<>();
    private final List<String> said = new ArrayList<>();
    private final StringBuilder shown = new StringBuilder();
    private Screen normal = new Screen();
    private Screen alternate = new Screen();
    private boolean isAlternate;
    private Pen pen = new Pen();
    private String pending = "";

    ReferenceTerminal(Reading reading) {
        this.reading = reading;
    }

    ReferenceTerminal take(String output) {
        Matcher token = TOKEN.matcher(pending + output);
        pending = "";
        while (token.find()) {
            if (token.group("last") != null) {
                csi(token.group("csi"), token.group("last"));
            } else if (token.group("osc") != null) {
                osc(token.group("osc"));
            } else if (token.group("dcs") != null) {
                say(ANSWERED_DCS, token.group("dcs"));
            } else if (token.group("esc") != null) {
                esc(token.group("esc"));
            } else if (token.group("unfinished") != null) {
                pending = token.group();
            } else if (token.group("control") != null) {
                control(token.group("control"));
            } else if (token.group("text") != null) {
                shown.append(token.group());
            }
        }
        return this;
    }

    /** What it has said by itself. */
    List<String> said() {
        return said;
    }

    String shown() {
        return shown.toString();
    }

    boolean reportsFocus() {
        return modes.getOrDefault("?1004", false);
    }

    /** All state; two that agree in this behave the same from now on. */
    String state() {
        modes.values().removeIf(on -> !on);
        return "modes " + modes + "\nothers " + others + "\ntitles " + new TreeMap<>(titles) + "\npen " + pen
                + "\nnormal " + normal.margins + normal.saved + "\nalternate " + isAlternate
                + (isAlternate ? alternate.margins + alternate.saved : "") + "\npending " + pending;
    }

    private void say(Pattern answered, String question) {
        if (answered.matcher(question).matches()) {
            said.add(question);
        }
    }

    private Screen screen() {
        return isAlternate ? alternate : normal;
    }

    private void control(String control) {
        switch (control) {
            case "\u0005" -> said.add("ENQ");
            case "\u000e" -> pen.shift = "1";
            case "\u000f" -> pen.shift = "0";
            case "\n" -> shown.append('\n');
            default -> {}
        }
    }

    private void esc(String body) {
        switch (body) {
            case "c" -> {
                modes.clear();
                others.clear();
                normal = new Screen();
                alternate = new Screen();
                isAlternate = false;
                pen = new Pen();
            }
            case "7" -> screen().saved = pen.copy();
            case "8" -> pen = screen().saved.copy();
            case "=" -> modes.put("keypad", true);
            case ">" -> modes.put("keypad", false);
            case "n" -> pen.shift = "2";
            case "o" -> pen.shift = "3";
            case "Z" -> said.add("DECID");
            default -> {
                int set = "()*+".indexOf(body.charAt(0));
                if (set >= 0) {
                    pen.sets[set] = body.substring(1);
                }
            }
        }
    }

    private void osc(String body) {
        say(ANSWERED_OSC, body);
        if (body.startsWith("0;") || body.startsWith("1;")) {
            titles.put("icon", body.substring(2));
        }
        if (body.startsWith("0;") || body.startsWith("2;")) {
            titles.put("title", body.substring(2));
        }
    }

    private void csi(String body, String last) {
        say(ANSWERED_CSI, body + last);
        boolean plain = body.matches("[0-9:;]*");
        if (last.equals("h") || last.equals("l")) {
            String prefix = body.startsWith("?") ? "?" : "";
            for (String mode : body.substring(prefix.length()).split(";", -1)) {
                mode(prefix + mode, last.equals("h"));
            }
        } else if (last.equals("m") && plain) {
            sgr(body);
        } else if (last.equals("r") && plain) {
            screen().margins = body;
        } else if (last.equals("q") && body.endsWith(" ")) {
            others.put("shape", body);
        } else if (last.equals("m") && body.startsWith(">4;")) {
            others.put("keys", body);
        } else if (last.equals("s") && body.isEmpty()) {
            screen().saved = pen.copy();
        } else if (last.equals("u") && body.isEmpty()) {
            pen = screen().saved.copy();
        } else if (last.equals("p") && body.equals("!")) {
            softReset();
        }
    }

    private void softReset() {
        for (String mode : List.of("4", "?1", "?7 off", "?25 off", "keypad", "?1004")) {
            modes.remove(mode);
        }
        if (reading == Reading.EXCLUSIVE) {
            modes.remove("?2004");
        }
        pen = new Pen();
        screen().saved = new Pen();
        screen().margins = "";
    }

    private void mode(String mode, boolean on) {
        switch (mode) {
            case "?7", "?25" -> modes.put(mode + " off", !on);
            case "?66" -> modes.put("keypad", on);
            case "?6" -> pen.origin = on;
            case "4", "20", "?1", "?5", "?2004" -> modes.put(mode, on);
            case "?1004" -> {
                modes.put(mode, on);
                if (on) {
                    said.add("focus");
                }
            }
            case "?1000", "?1002", "?1003" -> oneOf("mouse", mode, on);
            case "?1005", "?1006", "?1015" -> oneOf("encoding", mode, on);
            case "?47", "?1047" -> show(on);
            case "?1048" -> saveOrRestore(on);
            case "?1049" -> {
                if (on) {
                    saveOrRestore(true);
                    show(true);
                } else {
                    show(false);
                    saveOrRestore(false);
                }
            }
            default -> {}
        }
    }

    private void saveOrRestore(boolean save) {
        if (save) {
            screen().saved = pen.copy();
        } else {
            pen = screen().saved.copy();
        }
    }

    private void show(boolean other) {
        if (!other) {
            alternate = new Screen();
        }
        isAlternate = other;
    }

    private void oneOf(String group, String mode, boolean on) {
        if (reading == Reading.FLAGS) {
            modes.put(mode, on);
        } else if (on) {
            others.put(group, mode);
        } else {
            others.remove(group);
        }
    }

    private void sgr(String body) {
        String[] codes = body.split(";", -1);
        for (int i = 0; i < codes.length; i++) {
            String code = codes[i].isEmpty() ? "0" : codes[i];
            if (code.equals("38") && i + 1 < codes.length) {
                int last = Math.min(codes.length - 1, i + (codes[i + 1].equals("5") ? 2 : 4));
                pen.rendition.put("foreground", String.join(";", Arrays.copyOfRange(codes, i, last + 1)));
                i = last;
            } else {
                sgrOne(code);
            }
        }
    }

    private void sgrOne(String code) {
        Map<String, String> r = pen.rendition;
        if (code.startsWith("48:") || code.matches("4[0-7]|10[0-7]")) {
            r.put("background", code);
        } else if (code.matches("3[0-7]|9[0-7]")) {
            r.put("foreground", code);
        } else if (code.startsWith("4:") || code.equals("4")) {
            r.put("underline", code);
        } else if (code.matches("[1-3579]")) {
            r.put(code, "on");
        } else {
            switch (code) {
                case "0" -> r.clear();
                case "22" -> {
                    r.remove("1");
                    r.remove("2");
                }
                case "23" -> r.remove("3");
                case "24" -> r.remove("underline");
                case "25" -> r.remove("5");
                case "27" -> r.remove("7");
                case "29" -> r.remove("9");
                case "39" -> r.remove("foreground");
                case "49" -> r.remove("background");
                default -> {}
            }
        }
    }
}
