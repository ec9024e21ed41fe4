package scatola.presenter.timeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes. Who writes waits for who came before; each write is a transaction of its own. Safe for
 * several threads.
 */
final class Ledger implements AutoCloseable {
    private static final int MOST_TOPICS_AT_HAND = 20_000;

    private final Database database;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Map<String, Long> topics = new HashMap<>();
    private @Nullable Connection connection;
    private @Nullable Object opened;

    /**
     * What is written of an entry.
     *
     * @param entry it
     * @param notes what it means
     * @param checkpoint the world after it, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Row(Entry entry, List<Note> notes, byte @Nullable [] checkpoint) {}

    Ledger(Database database) {
        this.database = database;
    }

    /**
     * Makes the file if there is none, and brings its tables up to date.
     *
     * @throws LibraryException if that fails
     */
    void open() {
        turn.lock();
        try {
            close();
            Files.createDirectories(
                    Objects.requireNonNull(database.file().toAbsolutePath().getParent()));
            Connection opened = database.source().getConnection();
            try (Statement statement = opened.createStatement()) {
                // the first only counts before there are tables; not to wait for the disk at each commit loses the last
                // commits with the power, and none with this app
                statement.execute("PRAGMA page_size = 8192");
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = NORMAL");
                statement.execute("PRAGMA busy_timeout = 5000");
                statement.execute("PRAGMA journal_size_limit = 67108864");
                statement.execute("PRAGMA cache_size = -8192");
            } catch (SQLException e) {
                opened.close();
                throw e;
            }
            connection = opened;
            Flyway.configure()
                    .dataSource(database.source())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            opened.setAutoCommit(false);
            this.opened = identity();
        } catch (SQLException | IOException | FlywayException e) {
            close();
            throw database.failure(e);
        } finally {
            turn.unlock();
        }
    }

    /** Whether it is open, and the file of that name is still the one that it writes to. */
    boolean isWhole() {
        turn.lock();
        try {
            return connection != null && opened != null && opened.equals(identity());
        } finally {
            turn.unlock();
        }
    }

    /**
     * @param work done wholly or, if it throws, not at all
     * @return what came of it
     */
    <T extends @Nullable Object> T write(Database.Work<T> work) {
        turn.lock();
        try {
            Connection writing = connection;
            if (writing == null) {
                throw new LibraryException(
                        "the timeline in %s is not open: the recorder tries again each second"
                                .formatted(database.file()),
                        null);
            }
            boolean written = false;
            try {
                T result = work.with(writing);
                writing.commit();
                written = true;
                return result;
            } catch (SQLException e) {
                throw database.failure(e);
            } finally {
                if (!written) {
                    undo(writing);
                }
            }
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            topics.clear();
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw database.failure(e);
        } finally {
            connection = null;
            turn.unlock();
        }
    }

    /** Writing the same rows again is of no harm. */
    void append(Connection to, long tape, List<Row> rows) throws SQLException {
        try (PreparedStatement events = to.prepareStatement(
                        "INSERT OR REPLACE INTO event (tape, at_us, kind, flags, topic, payload) VALUES (?, ?, ?, ?, ?, ?)");
                PreparedStatement notes = to.prepareStatement(
                        "INSERT OR REPLACE INTO note (tape, at_us, nth, kind, vm, node, by, text, chapter, sign)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Row row : rows) {
                EntryForm form = EntryForm.of(row.entry());
                events.setLong(1, tape);
                events.setLong(2, form.atMicros());
                events.setInt(3, form.kind());
                events.setInt(4, form.flags());
                if (form.topic() == null) {
                    events.setNull(5, Types.INTEGER);
                } else {
                    events.setLong(5, topic(to, form.topic()));
                }
                events.setBytes(6, form.payload().toArray());
                events.executeUpdate();
                note(notes, tape, row.notes());
                if (row.entry() instanceof Entry.ClockSet set) {
                    clock(to, tape, form.atMicros(), EntryForm.micros(set.offset()));
                }
                if (row.checkpoint() != null) {
                    checkpoint(to, tape, form.atMicros(), row.checkpoint());
                }
            }
        }
    }

    void checkpoint(Connection to, long tape, long atMicros, byte[] world) throws SQLException {
        try (PreparedStatement insert =
                to.prepareStatement("INSERT OR REPLACE INTO checkpoint (tape, at_us, world) VALUES (?, ?, ?)")) {
            insert.setLong(1, tape);
            insert.setLong(2, atMicros);
            insert.setBytes(3, world);
            insert.executeUpdate();
        }
    }

    private static void note(PreparedStatement insert, long tape, List<Note> notes) throws SQLException {
        for (int nth = 0; nth < notes.size(); nth++) {
            Note note = notes.get(nth);
            insert.setLong(1, tape);
            insert.setLong(2, Micros.of(note.at()));
            insert.setInt(3, nth);
            insert.setString(4, note.kind().toString());
            insert.setString(5, note.vm());
            insert.setString(6, note.node());
            insert.setString(7, note.by());
            insert.setString(8, note.text());
            insert.setBoolean(9, note.chapter());
            insert.setString(10, note.sign() == null ? null : note.sign().toString());
            insert.executeUpdate();
        }
    }

    /** Says what is to be added to the tape's clock from a moment on to get the time of day. */
    static void clock(Connection to, long tape, long atMicros, long offsetMicros) throws SQLException {
        try (PreparedStatement insert =
                to.prepareStatement("INSERT OR REPLACE INTO clock (tape, at_us, offset_us) VALUES (?, ?, ?)")) {
            insert.setLong(1, tape);
            insert.setLong(2, atMicros);
            insert.setLong(3, offsetMicros);
            insert.executeUpdate();
        }
    }

    private long topic(Connection to, String text) throws SQLException {
        Long known = topics.get(text);
        if (known != null) {
            return known;
        }
        if (topics.size() >= MOST_TOPICS_AT_HAND) {
            topics.clear();
        }
        try (PreparedStatement insert = to.prepareStatement("INSERT OR IGNORE INTO topic (text) VALUES (?)");
                PreparedStatement select = to.prepareStatement("SELECT id FROM topic WHERE text = ?")) {
            insert.setString(1, text);
            insert.executeUpdate();
            select.setString(1, text);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                topics.put(text, row.getLong(1));
                return row.getLong(1);
            }
        }
    }

    private void undo(Connection writing) {
        topics.clear();
        try {
            writing.rollback();
        } catch (SQLException e) {
            // what failed before is thrown and tells more; this connection is of no use any more
            close();
        }
    }

    /** What tells the file from another one of that name; null if there is none. */
    private @Nullable Object identity() {
        try {
            return Files.readAttributes(database.file(), BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
