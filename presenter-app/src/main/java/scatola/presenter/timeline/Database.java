package scatola.presenter.timeline;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The file of the timeline and the way to it.
 *
 * @param file an SQLite database, made when it is not there
 * @param source connections to it
 * @param forget closes the connections that the source keeps, since the file is going to be another one
 */
public record Database(Path file, DataSource source, Runnable forget) {
    private static final int CORRUPT = 11;
    private static final int NOT_A_DATABASE = 26;

    /**
     * Something to be done with a connection.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T with(Connection connection) throws SQLException;
    }

    /** Sees one state of the database from its first statement to its last, so it must be short. */
    <T extends @Nullable Object> T read(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return work.with(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    LibraryException failure(Exception cause) {
        return new LibraryException(
                "the timeline in %s can't be used: %s; see that its folder is there, may be written and has room"
                        .formatted(file, cause.getMessage()),
                cause);
    }

    /** Whether the file is broken, so that trying again is of no use. */
    static boolean isBroken(Throwable failure) {
        return sql(failure)
                .filter(sql -> sql.getErrorCode() == CORRUPT || sql.getErrorCode() == NOT_A_DATABASE)
                .isPresent();
    }

    private static Optional<SQLException> sql(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }
}
