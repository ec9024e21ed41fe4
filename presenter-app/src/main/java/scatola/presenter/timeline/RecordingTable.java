package scatola.presenter.timeline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recordings, through a connection of the caller's. Without state. */
final class RecordingTable {
    private static final String COLUMNS = "SELECT id, name, tape, from_us, to_us, kept, by FROM recording ";

    private RecordingTable() {}

    static List<Recording> all(Connection connection) throws SQLException {
        return select(connection, "ORDER BY id DESC");
    }

    static Optional<Recording> find(Connection connection, long id) throws SQLException {
        return select(connection, "WHERE id = ?", id).stream().findFirst();
    }

    /** @return those that go on, the newest first; begun by persons or for the box's coming up */
    static List<Recording> open(Connection connection, boolean byPersons) throws SQLException {
        return select(
                connection,
                "WHERE to_us IS NULL AND up IS %s ORDER BY id DESC".formatted(byPersons ? "NULL" : "NOT NULL"));
    }

    static Optional<Recording> ofUp(Connection connection, String up) throws SQLException {
        return select(connection, "WHERE up = ?", up).stream().findFirst();
    }

    /** @return those of which nothing may be lost, on the live tape, in order */
    static List<Recording> kept(Connection connection) throws SQLException {
        return select(connection, "WHERE kept AND tape = 0 ORDER BY from_us, id");
    }

    static Recording insert(
            Connection connection,
            String name,
            long tape,
            long from,
            @Nullable Long to,
            boolean kept,
            @Nullable String by,
            @Nullable String up)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO recording (name, tape, from_us, to_us, kept, by, up) VALUES (?, ?, ?, ?, ?, ?, ?)",
                Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, name);
            insert.setLong(2, tape);
            insert.setLong(3, from);
            insert.setObject(4, to);
            insert.setBoolean(5, kept);
            insert.setString(6, by);
            insert.setString(7, up);
            insert.executeUpdate();
            try (ResultSet key = insert.getGeneratedKeys()) {
                key.next();
                return find(connection, key.getLong(1)).orElseThrow();
            }
        }
    }

    /** @return how many rows it changed */
    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
        }
    }

    private static List<Recording> select(Connection connection, String where, Object... values) throws SQLException {
        List<Recording> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + where)) {
            for (int i = 0; i < values.length; i++) {
                select.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long to = rows.getLong(5);
                    boolean goesOn = rows.wasNull();
                    found.add(new Recording(
                            rows.getLong(1),
                            Objects.requireNonNull(rows.getString(2)),
                            rows.getLong(3),
                            Micros.instant(rows.getLong(4)),
                            goesOn ? null : Micros.instant(to),
                            rows.getBoolean(6),
                            rows.getString(7)));
                }
            }
        }
        return found;
    }
}
