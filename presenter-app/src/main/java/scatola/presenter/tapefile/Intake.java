package scatola.presenter.tapefile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import scatola.presenter.timeline.Archive;
import scatola.presenter.timeline.ArchiveRefusal;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;

/** Brings files in as recordings. Safe for several threads. */
public final class Intake {
    private final Archive archive;

    /** @param archive where to */
    public Intake(Archive archive) {
        this.archive = archive;
    }

    /** What came of a file. */
    public sealed interface Outcome {
        /**
         * It is a recording now.
         *
         * @param recording it
         * @param warning what is missing of it, or null if it is whole
         */
        record Taken(Recording recording, @Nullable String warning) implements Outcome {}

        /**
         * It is none, and nothing of it was kept.
         *
         * @param reason what is wrong in which line, for people
         */
        record Refused(String reason) implements Outcome {}
    }

    /**
     * Reads a file to its end, in small portions.
     *
     * @param file packed with gzip or not; not closed
     * @param name of the recording, or null for that in the file
     * @param by who brings it, or null
     * @return what came of it
     * @throws IOException or {@link UncheckedIOException} as the stream; then nothing of it was kept
     * @throws ArchiveRefusal if it can't have that name
     * @throws LibraryException as the archive; then nothing of it was kept
     */
    public Outcome take(InputStream file, @Nullable String name, @Nullable String by) throws IOException {
        try {
            TapeFileReader reader = new TapeFileReader(file);
            String called = name == null ? reader.header().name() : name;
            try (Archive.Import coming = archive.importing(called, by)) {
                coming.begin(reader.start(), reader.before());
                for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
                    coming.append(entry);
                }
                return switch (reader.ending()) {
                    case Ending.Whole whole -> new Outcome.Taken(coming.finish(whole.to()), null);
                    case Ending.Cut cut -> new Outcome.Taken(coming.finish(null), cut.warning());
                };
            }
        } catch (BadTapeFile e) {
            return new Outcome.Refused(e.reason());
        }
    }
}
