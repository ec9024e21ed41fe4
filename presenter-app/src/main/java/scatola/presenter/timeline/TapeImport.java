package scatola.presenter.timeline;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import scatola.presenter.box.World;

/** A recording on its way into the database, in portions. For one thread. */
final class TapeImport implements Archive.Import {
    private static final int PORTION = 1000;
    private static final int MOST_BYTES_OF_A_PORTION = 4 << 20;

    private final Ledger ledger;
    private final LongConsumer withdraw;
    private final long tape;
    private final String name;
    private final @Nullable String by;
    private final List<Ledger.Row> rows = new ArrayList<>();
    private World.Kept before = World.empty().kept();
    private TapeHead head = new TapeHead(World.empty(), null);
    private @Nullable Instant from;
    private boolean begun;
    private int bytes;
    private boolean finished;

    /** @param withdraw takes a tape away */
    TapeImport(Ledger ledger, LongConsumer withdraw, long tape, String name, @Nullable String by) {
        this.ledger = ledger;
        this.withdraw = withdraw;
        this.tape = tape;
        this.name = name;
        this.by = by;
    }

    @Override
    public void begin(Instant beginning, World.Kept world) {
        if (from != null) {
            throw new IllegalStateException("what held before must be said once, before the first entry");
        }
        from = beginning;
        before = world;
        head = new TapeHead(World.of(world), beginning.minus(1, ChronoUnit.MICROS));
    }

    @Override
    public void append(Entry entry) {
        rows.add(head.append(entry));
        if (from == null) {
            from = entry.at();
        }
        bytes += entry instanceof Entry.Message message ? message.payload().size() : 0;
        if (rows.size() >= PORTION || bytes >= MOST_BYTES_OF_A_PORTION) {
            flush();
        }
    }

    @Override
    public Recording finish(@Nullable Instant to) {
        Instant beginning = from;
        Instant last = head.last();
        if (beginning == null || last == null) {
            throw ArchiveRefusal.because("a recording without a beginning and without any entry is none");
        }
        Instant soonest = (last.isBefore(beginning) ? beginning : last).plus(1, ChronoUnit.MICROS);
        Instant end = to == null ? soonest : to;
        if (end.isBefore(soonest)) {
            throw ArchiveRefusal.because(
                    "its end, %s, is not later than its beginning and its last entry, at %s".formatted(end, last));
        }
        flush();
        Recording recording = ledger.write(connection ->
                RecordingTable.insert(connection, name, tape, Micros.of(beginning), Micros.of(end), true, by, null));
        finished = true;
        return recording;
    }

    @Override
    public void close() {
        if (!finished) {
            finished = true;
            withdraw.accept(tape);
        }
    }

    private void flush() {
        ledger.write(connection -> {
            if (!begun && from != null) {
                Ledger.clock(connection, tape, Micros.of(from), 0);
                ledger.checkpoint(connection, tape, Micros.of(from) - 1, Checkpoint.bytes(before));
            }
            ledger.append(connection, tape, rows);
            return true;
        });
        begun = true;
        rows.clear();
        bytes = 0;
    }
}
