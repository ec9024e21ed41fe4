package scatola.presenter.tapefile;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;

/** Makes files of recordings. Safe for several threads. */
public final class Export {
    private final Library library;
    private final String box;
    private final ZoneId zone;

    /**
     * @param library where the recordings are
     * @param box the root of the box's topics
     * @param zone in which the file tells the time of day
     */
    public Export(Library library, String box, ZoneId zone) {
        this.library = library;
        this.box = box;
        this.zone = zone;
    }

    /**
     * Writes a recording, entry by entry as it is read; one that goes on up to what happened last.
     *
     * @param recording which
     * @param out where to; not closed. If anything is thrown, what was written has no end and is told as cut
     * @throws IOException as the stream
     * @throws LibraryException as the library, and if the recording, or its beginning, went meanwhile
     */
    public void write(Recording recording, OutputStream out) throws IOException {
        Stretch stretch = Stretch.of(library, recording);
        Instant from = recording.from();
        Instant start = library.timeOfDay(recording, from);
        Duration ahead = Duration.between(from, start);
        TapeFileWriter writer = new TapeFileWriter(out, from);
        writer.header(new Header(
                box, recording.name(), start.atZone(zone).toOffsetDateTime(), Duration.between(from, stretch.to())));
        writer.before(
                library.worldAt(recording, from.minus(1, ChronoUnit.MICROS)).kept());
        stretch.forEach(entry -> writer.entry(
                entry instanceof Entry.ClockSet set
                        ? new Entry.ClockSet(set.at(), set.offset().minus(ahead))
                        : entry));
        writer.end(stretch.to());
    }
}
