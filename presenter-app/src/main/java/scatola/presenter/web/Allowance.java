package scatola.presenter.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much each visitor may do at once and on end: a bucket of tokens for each, which fills again by itself. Who was not
 * seen for longest is forgotten first, and so begins anew. Safe for several threads.
 */
final class Allowance {
    private static final int MOST_VISITORS = 1000;
    private static final double NANOS = 1e9;

    private final int atOnce;
    private final int perSecond;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    private record Bucket(double tokens, long at) {}

    /**
     * @param atOnce how much after a pause
     * @param perSecond how much on end
     * @param nanos the present, as {@link System#nanoTime} tells it
     */
    Allowance(int atOnce, int perSecond, LongSupplier nanos) {
        this.atOnce = atOnce;
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** Far more than a person does, or a program that steers: less than what keeps others from being served. */
    static Allowance ofOrders() {
        return new Allowance(1000, 200, System::nanoTime);
    }

    /** An audience behind one address that comes back all at once, after the laptop was away. */
    static Allowance ofConnections() {
        return new Allowance(400, 20, System::nanoTime);
    }

    /** Links that let nobody in: a page that was left open asks every few seconds. */
    static Allowance ofWrongLinks() {
        return new Allowance(500, 10, System::nanoTime);
    }

    /** Whether that visitor may do it once more. */
    synchronized boolean takes(String visitor) {
        long now = nanos.getAsLong();
        Bucket before = buckets.getOrDefault(visitor, new Bucket(atOnce, now));
        double tokens = Math.min(atOnce, before.tokens() + (now - before.at()) / NANOS * perSecond);
        buckets.put(visitor, new Bucket(tokens < 1 ? tokens : tokens - 1, now));
        if (buckets.size() > MOST_VISITORS) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        return tokens >= 1;
    }

    synchronized int visitors() {
        return buckets.size();
    }
}
