package scatola.presenter.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.message.Codec;
import scatola.presenter.box.World;

/**
 * Decides what becomes an entry of the live tape: not what the broker delivers a second time, and not what it only
 * repeats because somebody subscribed. Knows neither connections nor files. Not safe for several threads.
 */
final class LiveTape {
    private final Timekeeper clock;
    private final TapeHead head;
    private final Receipts receipts;
    private final List<Ledger.Row> rows = new ArrayList<>();
    private boolean isEmpty;

    LiveTape(Timekeeper clock, TapeHead head, Receipts receipts) {
        this.clock = clock;
        this.head = head;
        this.receipts = receipts;
        this.isEmpty = head.last() == null;
    }

    World world() {
        return head.world();
    }

    Receipts receipts() {
        return receipts;
    }

    /** What is to be written since the last {@link #written}. */
    List<Ledger.Row> rows() {
        return rows;
    }

    void written() {
        rows.clear();
    }

    void sessionBegan() {
        receipts.forget();
        if (!isEmpty) {
            append(new Entry.Outage(
                    clock.now(),
                    "the broker has begun anew or forgotten this app: what was said meanwhile is missing"));
        }
    }

    void mark(String title, String by) {
        append(new Entry.Mark(clock.now(), title, by));
    }

    void gap(Instant since, String reason) {
        append(new Entry.Gap(clock.now(), since, reason));
    }

    Timekeeper clock() {
        return clock;
    }

    /** Tells the time of day if it is not what the tape has of it. */
    void checkClock() {
        clock.check().ifPresent(this::append);
    }

    void said(Delivery delivery) {
        if (delivery.qos() > 0) {
            if (delivery.again() && receipts.knows(delivery.packet(), delivery.topic(), delivery.payload())) {
                return;
            }
            receipts.take(delivery.packet(), delivery.topic(), delivery.payload());
        }
        if (!(delivery.retained() && holds(delivery))) {
            append(new Entry.Message(
                    clock.at(delivery.nanoTime()),
                    delivery.topic(),
                    Bytes.of(delivery.payload()),
                    delivery.qos(),
                    delivery.retained()));
        }
    }

    /** Whether the world is told nothing new by it: the broker repeats what it has kept to whoever subscribes. */
    private boolean holds(Delivery delivery) {
        World.Kept.@Nullable Said known = Fold.topic(delivery.topic()) instanceof Decoded.Value<Topic> topic
                ? head.world().said(topic.value())
                : null;
        return known != null
                && Codec.decode(known.topic(), delivery.payload()) instanceof Decoded.Value<Codec.Content> content
                && content.value() instanceof Codec.Content.Said said
                && said.message().equals(known.message());
    }

    private void append(Entry entry) {
        isEmpty &= !(entry instanceof Entry.Message);
        rows.add(head.append(entry));
    }
}
