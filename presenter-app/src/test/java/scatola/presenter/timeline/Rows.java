package scatola.presenter.timeline;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Looks into a database past the archive, for tests. */
public final class Rows {
    private Rows() {}

    /** @return how many rows the table, or a part of it as in {@code event WHERE …}, has in the archive of that folder */
    public static long count(Path folder, String table) {
        return number(folder, "SELECT count(*) FROM " + table);
    }

    /** @return the number that this query gives */
    public static long number(Path folder, String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("timeline.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
