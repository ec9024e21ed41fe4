package scatola.presenter.timeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What has come in and is not written yet. What the broker delivers again if need be is never turned away: the broker
 * itself bounds it. Of the rest there is only so much room. Safe for several threads.
 */
final class Inbox {
    /** Something that came in. */
    sealed interface Item {
        /** The broker said something. */
        record Said(Delivery delivery) implements Item {}

        /** What is delivered from now on belongs to a new session. */
        record SessionBegan() implements Item {}

        /** Somebody waits until all before it is written. */
        record Settled(CompletableFuture<Void> done) implements Item {}

        /** A chapter is to be set. */
        record Marked(String title, String by, CompletableFuture<Void> done) implements Item {}

        private long bytes() {
            return switch (this) {
                case Said said -> said.delivery().payload().length + 200L;
                case SessionBegan began -> 200;
                case Settled settled -> 200;
                case Marked marked -> 200;
            };
        }
    }

    private static final long MOST_BYTES = 32 << 20;
    private static final long MOST_BYTES_OF_A_BATCH = 4 << 20;
    private static final long CALM = TimeUnit.MILLISECONDS.toNanos(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final Deque<Item> items = new ArrayDeque<>();
    private long bytes;
    private long turnedAway;

    void offer(Item item) {
        lock.lock();
        try {
            if (bytes > MOST_BYTES
                    && item instanceof Item.Said said
                    && said.delivery().qos() == 0) {
                turnedAway++;
                return;
            }
            items.add(item);
            bytes += item.bytes();
            // who lingers needs not wake up for each
            if (items.size() == 1 || items.size() % Recorder.MOST_AT_ONCE == 0) {
                arrival.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the first, and then a little for what comes right behind it.
     *
     * @param patience for how long it waits for the first
     * @param linger for how long it waits for more at most
     * @param most how many
     * @return them in order; none if none came
     */
    List<Item> take(Duration patience, Duration linger, int most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = patience.toNanos(); items.isEmpty() && left > 0; ) {
                left = arrival.awaitNanos(left);
            }
            long end = System.nanoTime() + linger.toNanos();
            int before = -1;
            // a calm moment means that the broker has nothing more, or waits for what it is told when this is written
            while (!items.isEmpty() && items.size() < most && items.size() != before && System.nanoTime() < end) {
                before = items.size();
                for (long left = CALM; items.size() < most && left > 0; ) {
                    left = arrival.awaitNanos(left);
                }
            }
            List<Item> batch = new ArrayList<>(Math.min(most, items.size()));
            for (long size = 0; size < MOST_BYTES_OF_A_BATCH && batch.size() < most && !items.isEmpty(); ) {
                Item item = items.removeFirst();
                size += item.bytes();
                bytes -= item.bytes();
                batch.add(item);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** @return how many messages there was no room for since this was asked last */
    long turnedAway() {
        lock.lock();
        try {
            long many = turnedAway;
            turnedAway = 0;
            return many;
        } finally {
            lock.unlock();
        }
    }
}
