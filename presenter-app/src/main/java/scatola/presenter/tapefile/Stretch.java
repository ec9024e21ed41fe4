package scatola.presenter.tapefile;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;

/**
 * A recording up to a fixed end, so that reading one that goes on ends too.
 *
 * @param library where it is
 * @param recording it
 * @param to its end, not part of it; of one that goes on, right after what happened last
 */
record Stretch(Library library, Recording recording, Instant to) {
    /** What is done with each entry. */
    @FunctionalInterface
    interface Reader {
        void read(Entry entry) throws IOException;
    }

    static Stretch of(Library library, Recording recording) {
        Instant end = recording.to();
        return new Stretch(
                library, recording, end != null ? end : library.end(recording).plus(1, ChronoUnit.MICROS));
    }

    /**
     * @throws LibraryException if the recording, or its beginning, went meanwhile, too
     * @throws IOException as the reader
     */
    void forEach(Reader reader) throws IOException {
        Iterator<Entry> entries = library.entries(recording, recording.from());
        while (entries.hasNext()) {
            Entry entry = entries.next();
            if (!entry.at().isBefore(to)) {
                break;
            }
            reader.read(entry);
        }
        Recording now = library.find(recording.id())
                .orElseThrow(() -> new LibraryException(
                        "recording %d was deleted while it was read".formatted(recording.id()), null));
        if (!now.from().equals(recording.from())) {
            throw new LibraryException(
                    "the beginning of recording %d had to make room while it was read: rename it, so that it is kept"
                            .formatted(recording.id()),
                    null);
        }
    }
}
