package scatola.presenter.timeline;

import static scatola.presenter.timeline.RecordingTable.update;
import static scatola.presenter.timeline.TapeReader.number;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Keeps the database within its bound: the oldest of the live tape that no kept recording names goes first, from one
 * checkpoint to the next, so that what stays can still be folded. Without state of its own.
 */
final class Retention {
    private final long mostBytes;

    /** What came of making room. */
    enum Outcome {
        /** There is room. */
        ROOMY,
        /** A portion has gone; there may be more to do. */
        SHORTENED,
        /** All that is left is kept. */
        ALL_KEPT
    }

    Retention(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    long mostBytes() {
        return mostBytes;
    }

    /** Takes one portion away if there is too much, at most a checkpoint's worth. */
    Outcome shorten(Connection connection) throws SQLException {
        // nothing goes for an import that may yet be refused
        if (bytes(connection) <= mostBytes || isImporting(connection)) {
            return Outcome.ROOMY;
        }
        long from = Long.MIN_VALUE;
        for (Recording kept : RecordingTable.kept(connection)) {
            if (shorten(connection, from, Micros.of(kept.from()))) {
                return Outcome.SHORTENED;
            }
            from = Math.max(from, kept.to() == null ? Long.MAX_VALUE : Micros.of(kept.to()));
        }
        return shorten(connection, from, Long.MAX_VALUE) ? Outcome.SHORTENED : Outcome.ALL_KEPT;
    }

    private static boolean isImporting(Connection connection) throws SQLException {
        return Objects.requireNonNull(
                        number(connection, "SELECT count(*) FROM tape WHERE id NOT IN (SELECT tape FROM recording)"))
                > 0;
    }

    /** What is in use of the file; what was used before is used again. */
    static long bytes(Connection connection) throws SQLException {
        return Objects.requireNonNull(number(
                connection,
                "SELECT (page_count - freelist_count) * page_size"
                        + " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"));
    }

    /** Shortens what is neither before nor after, if there is more of it than what follows its last checkpoint. */
    private static boolean shorten(Connection connection, long from, long to) throws SQLException {
        Long first = number(
                connection, "SELECT min(at_us) FROM event WHERE tape = 0 AND at_us >= ? AND at_us < ?", from, to);
        if (first == null) {
            return false;
        }
        Long cut = number(
                connection, "SELECT min(at_us) FROM checkpoint WHERE tape = 0 AND at_us >= ? AND at_us < ?", first, to);
        if (cut == null) {
            return false;
        }
        update(connection, "DELETE FROM event WHERE tape = 0 AND at_us >= ? AND at_us <= ?", from, cut);
        update(connection, "DELETE FROM note WHERE tape = 0 AND at_us >= ? AND at_us <= ?", from, cut);
        update(connection, "DELETE FROM checkpoint WHERE tape = 0 AND at_us >= ? AND at_us < ?", from, cut);
        update(
                connection,
                "DELETE FROM recording WHERE tape = 0 AND NOT kept AND from_us <= ? AND to_us > ? AND to_us <= ?",
                cut,
                from,
                cut + 1);
        update(
                connection,
                "UPDATE recording SET from_us = ? WHERE tape = 0 AND NOT kept AND from_us <= ?"
                        + " AND (to_us IS NULL OR to_us > ?)",
                cut + 1,
                cut,
                from);
        return true;
    }
}
