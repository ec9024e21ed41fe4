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
    private World.@Nullable Kept before;
    private TapeHead head = new TapeHead(World.empty(), null);
    private @Nullable Instant first;
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
    public void begin(World.Kept world) {
        if (first != null) {
            throw new IllegalStateException("what held before must be said before the first entry");
        }
        before = world;
        head = new TapeHead(World.of(world), null);
    }

    @Override
    public void append(Entry entry) {
        rows.add(head.append(entry));
        if (first == null) {
            first = entry.at();
        }
        bytes += entry instanceof Entry.Message message ? message.payload().size() : 0;
        if (rows.size() >= PORTION || bytes >= MOST_BYTES_OF_A_PORTION) {
            flush();
        }
    }

    @Override
    public Recording finish(@Nullable Instant to) {
        Instant last = head.last();
        if (first == null || last == null) {
            throw ArchiveRefusal.because("a recording without any entry is none");
        }
        Instant end = to == null ? last.plus(1, ChronoUnit.MICROS) : to;
        if (!end.isAfter(last)) {
            throw ArchiveRefusal.because("its end, %s, is not later than its last entry, at %s".formatted(end, last));
        }
        flush();
        long from = Micros.of(first);
        Recording recording = ledger.write(
                connection -> RecordingTable.insert(connection, name, tape, from, Micros.of(end), true, by, null));
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
        World.Kept held = before;
        Instant begin = first;
        ledger.write(connection -> {
            if (held != null && begin != null) {
                ledger.checkpoint(connection, tape, Micros.of(begin) - 1, Checkpoint.bytes(held));
            }
            ledger.append(connection, tape, rows);
            return true;
        });
        before = null;
        rows.clear();
        bytes = 0;
    }
}
