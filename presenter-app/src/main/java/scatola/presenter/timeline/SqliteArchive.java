package scatola.presenter.timeline;

import static scatola.presenter.timeline.RecordingTable.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scatola.presenter.box.World;

/**
 * The timeline in an SQLite file. One connection writes, and waits for nobody who reads; who reads sees what was
 * committed and takes it in small portions. Safe for several threads.
 *
 * <p>It is of use once it is opened; until then, and while its file is broken, its methods throw
 * {@link LibraryException}.
 */
public final class SqliteArchive implements Archive, AutoCloseable {
    private static final int LONGEST_NAME = 100;
    private static final int PORTION = 1000;
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter FILE_DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss.SSS", Locale.ROOT);

    private final Database database;
    private final Ledger ledger;
    private final Clock wall;
    private final LongSupplier nanos;
    private volatile @Nullable Live live;

    /** The live tape as it is going on. */
    private record Live(Timekeeper clock, TapeHead head) {}

    /**
     * Does nothing yet: {@link #open}.
     *
     * @param database where it is
     * @param wall the time of day
     * @param nanos a clock that never goes back, such as {@link System#nanoTime}
     */
    public SqliteArchive(Database database, Clock wall, LongSupplier nanos) {
        this.database = database;
        this.ledger = new Ledger(database);
        this.wall = wall;
        this.nanos = nanos;
    }

    /**
     * Makes the file if there is none, brings its tables up to date, clears away what was left half done, and finds the
     * end of the live tape.
     *
     * @throws LibraryException if that fails; it may be tried again
     */
    public void open() {
        ledger.open();
        List<Long> orphans = database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT id FROM tape WHERE id NOT IN (SELECT tape FROM recording)")) {
                List<Long> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
                return found;
            }
        });
        orphans.forEach(this::withdraw);
        live = database.read(connection -> {
            Long last = TapeReader.last(connection, Recording.LIVE, Long.MAX_VALUE);
            Instant after = last == null ? null : Micros.instant(last);
            World world = last == null ? World.empty() : TapeReader.worldAt(connection, Recording.LIVE, last);
            return new Live(new Timekeeper(wall, nanos, after), new TapeHead(world, after));
        });
    }

    @Override
    public List<Recording> recordings() {
        return read(RecordingTable::all);
    }

    @Override
    public Optional<Recording> find(long id) {
        return read(connection -> RecordingTable.find(connection, id));
    }

    @Override
    public Iterator<Entry> entries(Recording recording, Instant from) {
        long begin = Math.max(Micros.of(from), Micros.of(recording.from()));
        long end = recording.to() == null ? Long.MAX_VALUE : Micros.of(recording.to());
        return new PagedEntries(
                begin, next -> read(connection -> TapeReader.page(connection, recording.tape(), next, end)));
    }

    @Override
    public List<Entry.Message> latest(Recording recording, String topic, Instant at, int bytes) {
        long from = Micros.of(recording.from());
        long end = recording.to() == null ? Long.MAX_VALUE : Micros.of(recording.to());
        long until = Math.min(Micros.of(at), end - 1);
        return read(connection -> TapeReader.latest(connection, recording.tape(), topic, from, until, bytes));
    }

    @Override
    public World worldAt(Recording recording, Instant at) {
        long end = recording.to() == null ? Long.MAX_VALUE : Micros.of(recording.to());
        long within = Math.clamp(Micros.of(at), Micros.of(recording.from()) - 1, end - 1);
        return read(connection -> TapeReader.worldAt(connection, recording.tape(), within));
    }

    @Override
    public Instant end(Recording recording) {
        if (recording.to() != null) {
            return recording.to();
        }
        Long last = read(connection -> TapeReader.last(connection, recording.tape(), Long.MAX_VALUE));
        Instant from = recording.from();
        return last == null || Micros.instant(last).isBefore(from) ? from : Micros.instant(last);
    }

    @Override
    public List<Chapter> chapters(Recording recording) {
        return read(connection -> NoteSearch.chapters(connection, recording));
    }

    @Override
    public Instant timeOfDay(Recording recording, Instant at) {
        long offset = read(connection -> TapeReader.offset(connection, recording.tape(), Micros.of(at)));
        return at.plus(offset, ChronoUnit.MICROS);
    }

    @Override
    public List<Noted> notes(NoteQuery query) {
        return read(connection -> NoteSearch.find(connection, query));
    }

    @Override
    public List<Sampled> samples(Recording recording, Instant from, Instant to, int limit) {
        long begin = Math.max(Micros.of(from), Micros.of(recording.from()));
        long end = recording.to() == null ? Micros.of(to) : Math.min(Micros.of(to), Micros.of(recording.to()));
        return read(connection -> SampleSearch.find(connection, recording.tape(), begin, end, limit));
    }

    @Override
    public Recording rename(long id, String name) {
        String checked = checked(name);
        return ledger.write(connection -> {
            update(connection, "UPDATE recording SET name = ?, kept = 1 WHERE id = ?", checked, id);
            return found(connection, id);
        });
    }

    @Override
    public void delete(long id) {
        Recording deleted = ledger.write(connection -> {
            Recording recording = found(connection, id);
            if (recording.to() == null) {
                throw ArchiveRefusal.because(
                        "recording %d, '%s', goes on: stop it first".formatted(id, recording.name()));
            }
            update(connection, "DELETE FROM recording WHERE id = ?", id);
            return recording;
        });
        if (deleted.tape() != Recording.LIVE) {
            withdraw(deleted.tape());
        }
    }

    @Override
    public Recording start(@Nullable String name, @Nullable String by, boolean kept) {
        String checked = name == null ? dateAndTime() : checked(name);
        Timekeeper clock = live().clock();
        return ledger.write(connection -> RecordingTable.insert(
                connection, checked, Recording.LIVE, Micros.of(clock.now()), null, kept, by, null));
    }

    @Override
    public Recording stop(@Nullable Long id, @Nullable String by) {
        Timekeeper clock = live().clock();
        return ledger.write(connection -> {
            List<Recording> open = RecordingTable.open(connection, true);
            Recording recording = open.stream()
                    .filter(each -> id == null || each.id() == id)
                    .findFirst()
                    .orElseThrow(() -> notStoppable(connection, id));
            update(connection, "UPDATE recording SET to_us = ? WHERE id = ?", Micros.of(clock.now()), recording.id());
            return found(connection, recording.id());
        });
    }

    @Override
    public Import importing(String name, @Nullable String by) {
        String checked = checked(name);
        long tape = ledger.write(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO tape DEFAULT VALUES", Statement.RETURN_GENERATED_KEYS)) {
                insert.executeUpdate();
                try (ResultSet key = insert.getGeneratedKeys()) {
                    key.next();
                    return key.getLong(1);
                }
            }
        });
        return new TapeImport(ledger, this::withdraw, tape, checked, by);
    }

    /** Closes the connection that writes. */
    @Override
    public void close() {
        live = null;
        ledger.close();
    }

    private <T extends @Nullable Object> T read(Database.Work<T> work) {
        live();
        return database.read(work);
    }

    /** @return the live tape's clock */
    Timekeeper clock() {
        return live().clock();
    }

    /** @return the live tape's end; only the recorder's thread may change it */
    TapeHead head() {
        return live().head();
    }

    /**
     * Writes to the live tape, wholly or not at all.
     *
     * @param before the world before them, or null if what is on the tape tells it
     */
    void write(List<Ledger.Row> rows, Receipts receipts, World.@Nullable Kept before) {
        ledger.write(connection -> {
            if (before != null && !rows.isEmpty()) {
                long first = Micros.of(rows.getFirst().entry().at());
                ledger.checkpoint(connection, Recording.LIVE, first - 1, Checkpoint.bytes(before));
            }
            ledger.append(connection, Recording.LIVE, rows);
            receipts.write(connection);
            return true;
        });
        receipts.written();
    }

    Receipts receipts() {
        return read(Receipts::of);
    }

    /** Takes one portion of what may go, if there is too much. */
    Retention.Outcome shorten(Retention retention) {
        return ledger.write(retention::shorten);
    }

    /** Whether the file is there, and is the one that was opened. */
    boolean isWhole() {
        return ledger.isWhole();
    }

    /** Opens the file again, or makes it anew, and goes on with the live tape where it was. */
    void reopen() {
        ledger.close();
        database.forget().run();
        ledger.open();
    }

    /**
     * Puts a broken file out of the way, so that a new one can be begun.
     *
     * @return where it is now
     */
    Path putAside() {
        ledger.close();
        database.forget().run();
        Path file = database.file();
        String aside = file.getFileName() + ".broken-"
                + FILE_DATE.format(wall.instant().atZone(ZoneId.systemDefault()));
        try {
            for (String part : List.of("-wal", "-shm", "")) {
                Path from = file.resolveSibling(file.getFileName() + part);
                if (Files.exists(from)) {
                    Files.move(from, file.resolveSibling(aside + part));
                }
            }
        } catch (IOException e) {
            throw database.failure(e);
        }
        return file.resolveSibling(aside);
    }

    /**
     * Begins the recording of one coming up of the box, or goes on with it; that of an earlier one ends.
     *
     * @param up tells comings up apart
     */
    void beginUp(String up) {
        Timekeeper clock = live().clock();
        ledger.write(connection -> {
            for (Recording open : RecordingTable.open(connection, false)) {
                endUp(connection, open);
            }
            if (RecordingTable.ofUp(connection, up).isPresent()) {
                return update(connection, "UPDATE recording SET to_us = NULL WHERE up = ?", up);
            }
            RecordingTable.insert(
                    connection, dateAndTime(), Recording.LIVE, Micros.of(clock.now()), null, false, null, up);
            return 1;
        });
    }

    /** Ends the recording of the box's coming up with its last entry. */
    void endUp() {
        ledger.write(connection -> {
            for (Recording open : RecordingTable.open(connection, false)) {
                endUp(connection, open);
            }
            return true;
        });
    }

    /** @return the name of the recording that goes on and was begun last, one that a person began before others; or null */
    @Nullable
    String current() {
        return read(connection -> Stream.concat(
                        RecordingTable.open(connection, true).stream(), RecordingTable.open(connection, false).stream())
                .map(Recording::name)
                .findFirst()
                .orElse(null));
    }

    private static void endUp(Connection connection, Recording open) throws SQLException {
        Long last = TapeReader.last(connection, Recording.LIVE, Long.MAX_VALUE);
        long from = Micros.of(open.from());
        update(
                connection,
                "UPDATE recording SET to_us = ? WHERE id = ?",
                last == null ? from + 1 : Math.max(from, last) + 1,
                open.id());
    }

    private Live live() {
        Live present = live;
        if (present == null) {
            throw new LibraryException(
                    "the timeline in %s is not open: GET /api/status says why; it is tried again each second"
                            .formatted(database.file()),
                    null);
        }
        return present;
    }

    /** Takes an imported tape away in portions, and what names it last. */
    private void withdraw(long tape) {
        for (String table : List.of("event", "note", "checkpoint", "clock")) {
            String portion =
                    "DELETE FROM %1$s WHERE tape = ?1 AND at_us <= (SELECT max(at_us) FROM (SELECT at_us FROM %1$s"
                                    .formatted(table)
                            + " WHERE tape = ?1 ORDER BY at_us LIMIT %d))".formatted(PORTION);
            int gone;
            do {
                gone = ledger.write(connection -> update(connection, portion, tape));
            } while (gone > 0);
        }
        ledger.write(connection -> update(connection, "DELETE FROM tape WHERE id = ?", tape));
    }

    private static Recording found(Connection connection, long id) throws SQLException {
        return RecordingTable.find(connection, id).orElseThrow(() -> ArchiveRefusal.noSuchRecording(id));
    }

    private static ArchiveRefusal notStoppable(Connection connection, @Nullable Long id) {
        if (id == null) {
            return ArchiveRefusal.because("nothing is being recorded that somebody began: record/start begins it");
        }
        try {
            Recording recording = found(connection, id);
            return ArchiveRefusal.because(
                    recording.to() == null
                            ? "recording %d goes on as long as the box is up; rename it to keep it".formatted(id)
                            : "recording %d has ended already".formatted(id));
        } catch (SQLException e) {
            throw new LibraryException("recording %d can't be looked up: %s".formatted(id, e.getMessage()), e);
        }
    }

    private String dateAndTime() {
        return DATE_AND_TIME.format(wall.instant().atZone(ZoneId.systemDefault()));
    }

    private static String checked(String name) {
        String stripped = Objects.requireNonNull(name).strip();
        if (stripped.isEmpty()
                || stripped.length() > LONGEST_NAME
                || stripped.chars().anyMatch(Character::isISOControl)) {
            throw ArchiveRefusal.because(
                    "a recording's name has 1 to %d characters and no line breaks, but this one has %d"
                            .formatted(LONGEST_NAME, stripped.length()));
        }
        return stripped;
    }
}
