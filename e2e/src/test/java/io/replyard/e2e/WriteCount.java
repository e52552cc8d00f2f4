package io.replyard.e2e;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes that the API server has answered, by what was written, as it counts them itself. */
record WriteCount(Map<String, Long> writes) {
    private static final Pattern REQUESTS = Pattern.compile("^apiserver_request_total\\{(.*)} (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /** Everything written to Repls so far, and every pod created. */
    static WriteCount now() {
        Map<String, Long> counts = new TreeMap<>();
        String metrics = Lab.kubernetes().raw("/metrics");
        if (metrics == null) {
            throw new IllegalStateException("the API server shows no metrics");
        }
        metrics.lines().map(REQUESTS::matcher).filter(Matcher::matches).forEach(line -> {
            Map<String, String> labels = new TreeMap<>();
            Matcher label = LABEL.matcher(line.group(1));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            String verb = labels.getOrDefault("verb", "");
            String resource = labels.getOrDefault("resource", "");
            String subresource = labels.getOrDefault("subresource", "");
            boolean write = switch (verb) {
                case "POST", "PUT", "PATCH", "APPLY", "DELETE" -> true;
                default -> false;
            };
            boolean ours = resource.equals("repls")
                    || (resource.equals("pods") && verb.equals("POST") && subresource.isEmpty());
            if (write && ours) {
                String what = verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource);
                counts.merge(what, (long) Double.parseDouble(line.group(2)), Long::sum);
            }
        });
        return new WriteCount(counts);
    }

    /** What was written between an earlier count and this one; nothing that stayed the same. */
    Map<String, Long> since(WriteCount earlier) {
        Map<String, Long> difference = new TreeMap<>();
        writes.forEach((what, count) -> {
            long more = count - earlier.writes.getOrDefault(what, 0L);
            if (more != 0) {
                difference.put(what, more);
            }
        });
        return difference;
    }
}
