package io.replyard.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Durations of one thing done many times, by many threads at once if need be. */
final class Samples {
    private static final double NANOS_PER_SECOND = 1e9;

    private final String what;
    private final List<Double> seconds = Collections.synchronizedList(new ArrayList<>());

    Samples(String what) {
        this.what = what;
    }

    void addNanos(long nanos) {
        seconds.add(nanos / NANOS_PER_SECOND);
    }

    double quantile(double q) {
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(q * (sorted.size() - 1))));
    }

    /** One line: the quantiles in seconds, and the median beside the yardstick's. */
    String line(Samples yardstick) {
        double p50 = quantile(0.5);
        return String.format(
                Locale.ROOT,
                "%-34s p50 %6.3f s  p95 %6.3f s  n %3d   %+.3f s, %.2f x the yardstick",
                what,
                p50,
                quantile(0.95),
                seconds.size(),
                p50 - yardstick.quantile(0.5),
                p50 / yardstick.quantile(0.5));
    }
}
