package scatola.presenter.timeline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.presenter.box.World;

/** Reads a tape through a connection of the caller's. Without state. */
final class TapeReader {
    private static final int PAGE = 256;
    private static final int MOST_BYTES_OF_A_PAGE = 1 << 20;

    private TapeReader() {}

    /** @return the tape's first entries from a moment on and before another, as many as make a page */
    static List<Entry> page(Connection connection, long tape, long from, long before) throws SQLException {
        List<Entry> page = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT e.at_us, e.kind, e.flags, t.text, e.payload FROM event e LEFT JOIN topic t ON t.id = e.topic"
                        + " WHERE e.tape = ? AND e.at_us >= ? AND e.at_us < ? ORDER BY e.at_us LIMIT ?")) {
            select.setLong(1, tape);
            select.setLong(2, from);
            select.setLong(3, before);
            select.setInt(4, PAGE);
            try (ResultSet rows = select.executeQuery()) {
                for (int bytes = 0; bytes < MOST_BYTES_OF_A_PAGE && rows.next(); ) {
                    Bytes payload = Bytes.of(rows.getBytes(5));
                    bytes += payload.size();
                    page.add(new EntryForm(rows.getLong(1), rows.getInt(2), rows.getInt(3), rows.getString(4), payload)
                            .entry());
                }
            }
        }
        return page;
    }

    /** @return a topic's last messages in a stretch, in order: as few as have so many bytes */
    static List<Entry.Message> latest(Connection connection, long tape, String topic, long from, long until, int bytes)
            throws SQLException {
        Deque<Entry.Message> latest = new ArrayDeque<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT e.at_us, e.kind, e.flags, e.payload FROM event e WHERE e.tape = ?"
                        + " AND e.at_us >= ? AND e.at_us <= ? AND e.topic = (SELECT id FROM topic WHERE text = ?)"
                        + " ORDER BY e.at_us DESC")) {
            select.setLong(1, tape);
            select.setLong(2, from);
            select.setLong(3, until);
            select.setString(4, topic);
            try (ResultSet rows = select.executeQuery()) {
                for (int read = 0; read < bytes && rows.next(); ) {
                    Bytes payload = Bytes.of(rows.getBytes(4));
                    read += payload.size();
                    if (new EntryForm(rows.getLong(1), rows.getInt(2), rows.getInt(3), topic, payload).entry()
                            instanceof Entry.Message message) {
                        latest.addFirst(message);
                    }
                }
            }
        }
        return List.copyOf(latest);
    }

    /** @return the world after the last entry at or before a moment */
    static World worldAt(Connection connection, long tape, long at) throws SQLException {
        World world = World.empty();
        long next = Long.MIN_VALUE;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT at_us, world FROM checkpoint WHERE tape = ? AND at_us <= ? ORDER BY at_us DESC LIMIT 1")) {
            select.setLong(1, tape);
            select.setLong(2, at);
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    next = row.getLong(1) + 1;
                    world = World.of(Checkpoint.world(row.getBytes(2)));
                }
            }
        }
        for (List<Entry> page = page(connection, tape, next, at + 1);
                !page.isEmpty();
                page = page(connection, tape, next, at + 1)) {
            for (Entry entry : page) {
                world = Fold.after(world, entry);
            }
            next = Micros.of(page.getLast().at()) + 1;
        }
        return world;
    }

    /** @return the moment of the tape's last entry before another moment, or null if there is none */
    static @Nullable Long last(Connection connection, long tape, long before) throws SQLException {
        return number(connection, "SELECT max(at_us) FROM event WHERE tape = ? AND at_us < ?", tape, before);
    }

    /** @return what is to be added to the tape's clock at a moment to get the time of day */
    static long offset(Connection connection, long tape, long at) throws SQLException {
        // before the first it is taken to have been the same
        Long offset = number(
                connection,
                "SELECT offset_us FROM clock WHERE tape = ?1 ORDER BY at_us > ?2, abs(at_us - ?2) LIMIT 1",
                tape,
                at);
        return offset == null ? 0 : offset;
    }

    static @Nullable Long number(Connection connection, String sql, long... values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                select.setLong(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                long number = row.getLong(1);
                return row.wasNull() ? null : number;
            }
        }
    }
}
