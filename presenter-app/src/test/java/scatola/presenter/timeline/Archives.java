package scatola.presenter.timeline;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.sqlite.SQLiteDataSource;
import scatola.presenter.box.World;

/** Real archives in a folder, for tests. */
public final class Archives {
    private Archives() {}

    /** @return the database in that folder, opened or not yet */
    public static Database database(Path folder) {
        Path file = folder.resolve("timeline.db");
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return new Database(file, source, () -> {});
    }

    /** @return an archive in that folder, opened; to be closed */
    public static SqliteArchive in(Path folder) {
        SqliteArchive archive = new SqliteArchive(database(folder), Clock.systemUTC(), System::nanoTime);
        archive.open();
        return archive;
    }

    /** @return a recording of just these entries on a tape of its own */
    public static Recording imported(Archive archive, String name, List<? extends Entry> entries) {
        try (Archive.Import coming = archive.importing(name, null)) {
            coming.begin(entries.getFirst().at(), World.empty().kept());
            entries.forEach(coming::append);
            return coming.finish(null);
        }
    }
}
