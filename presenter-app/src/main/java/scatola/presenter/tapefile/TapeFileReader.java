package scatola.presenter.tapefile;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Entry;

/**
 * Reads a recording line by line and checks each: first the header and what held, which are there when it was opened,
 * then entry by entry with {@link #next}, then its {@link #ending}. Bounded in memory, whatever the file is. For one
 * thread.
 */
public final class TapeFileReader {
    private final JsonLines lines;
    private final Header header;
    private final Instant start;
    private final World.Kept before;
    private @Nullable Elements ahead;
    private Duration said = Duration.ZERO;
    private Instant last;
    private @Nullable Ending ending;

    /**
     * Reads the header and what held at the beginning.
     *
     * @param in a file, packed with gzip or not; closed by its owner
     * @throws BadTapeFile if it is no recording, or one of another version
     * @throws IOException as the stream
     */
    public TapeFileReader(InputStream in) throws IOException, BadTapeFile {
        lines = new JsonLines(Unpacked.of(in));
        header = HeaderReader.read(lines);
        start = header.start().toInstant();
        last = start.minus(1, ChronoUnit.MICROS);
        before = readBefore();
    }

    /** @return the first line */
    public Header header() {
        return header;
    }

    /** @return the first moment: the tape's clock begins with the time of day */
    public Instant start() {
        return start;
    }

    /** @return what held at the beginning */
    public World.Kept before() {
        return before;
    }

    /**
     * @return the next entry, or null after the last one; entries of the same moment are a microsecond apart
     * @throws BadTapeFile if it can't be read
     * @throws IOException as the stream
     */
    public @Nullable Entry next() throws IOException, BadTapeFile {
        Elements line = ahead != null ? ahead : ending != null ? null : read();
        ahead = null;
        if (line == null) {
            return null;
        }
        if (line.kind() == Kind.WORLD) {
            throw line.wrong("what held at the beginning must stand right behind the header");
        }
        Duration t = line.time();
        if (t.compareTo(said) < 0) {
            throw line.wrong("time goes back, from %s to %s s: sort the lines by time"
                    .formatted(Seconds.of(said), Seconds.of(t)));
        }
        said = t;
        Instant soonest = last.plus(1, ChronoUnit.MICROS);
        Instant at = start.plus(t);
        Instant next = at.isAfter(soonest) ? at : soonest;
        if (line.kind() == Kind.END) {
            end(line, t);
            ending = new Ending.Whole(next);
            return null;
        }
        last = next;
        return entry(line, next);
    }

    /**
     * @return how it ended
     * @throws IllegalStateException if {@link #next} has not returned null yet
     */
    public Ending ending() {
        if (ending == null) {
            throw new IllegalStateException("the file has not been read to its end");
        }
        return ending;
    }

    private World.Kept readBefore() throws IOException, BadTapeFile {
        WorldReader world = new WorldReader(start);
        Elements line = read();
        while (line != null && line.kind() == Kind.WORLD) {
            world.add(line);
            line = read();
        }
        ahead = line;
        return world.kept();
    }

    /** The next line, or null if the file was cut there. */
    private @Nullable Elements read() throws IOException, BadTapeFile {
        return switch (lines.next()) {
            case JsonLines.Next.Value value -> Elements.of(value);
            case JsonLines.Next.Broken broken -> cut("in the midst of line %d".formatted(broken.number()));
            case JsonLines.Next.Nothing nothing -> cut("before its last line, which would say \"end\"");
        };
    }

    private @Nullable Elements cut(String where) {
        Duration length = header.length();
        ending = new Ending.Cut("the file was cut %s: only what is there was taken, %s s%s"
                .formatted(where, Seconds.of(said), length == null ? "" : " of " + Seconds.of(length) + " s"));
        return null;
    }

    private Entry entry(Elements line, Instant at) throws BadTapeFile {
        line.most(most(line.kind()));
        if (line.kind() != Kind.MESSAGE) {
            line.noTopic();
        }
        return switch (line.kind()) {
            case MESSAGE ->
                new Entry.Message(
                        at,
                        line.topic(),
                        line.payload(3),
                        line.wholeNumber(4, "the quality of service", 2, 0),
                        line.flag(5, "whether it was retained"));
            case OUTAGE -> new Entry.Outage(at, line.text(3, "the reason"));
            case CLOCK -> new Entry.ClockSet(at, line.seconds(3, "what the clock is ahead"));
            case GAP -> new Entry.Gap(at, since(line, at), line.text(3, "the reason"));
            case MARK -> new Entry.Mark(at, line.text(3, "the title"), line.text(4, "who set it"));
            case WORLD, END -> throw new IllegalStateException("no entry: " + line.kind());
        };
    }

    private Instant since(Elements line, Instant at) throws BadTapeFile {
        Instant since = start.plus(line.seconds(4, "its beginning"));
        if (since.isAfter(at)) {
            throw line.wrong("its beginning must not be later than its time");
        }
        return since;
    }

    private static int most(Kind kind) {
        return switch (kind) {
            case MESSAGE -> 6;
            case WORLD, GAP, MARK -> 5;
            case OUTAGE, CLOCK, END -> 4;
        };
    }

    private void end(Elements line, Duration t) throws IOException, BadTapeFile {
        line.most(most(Kind.END));
        line.noTopic();
        String checksum = line.textOrNull(3, "the checksum");
        if (checksum != null && !checksum.equals(lines.checksum())) {
            throw changed(line, t);
        }
        if (checksum != null && header.length() != null && !t.equals(header.length())) {
            throw changed(line, t);
        }
        if (!(lines.next() instanceof JsonLines.Next.Nothing)) {
            throw line.wrong("more stands behind it: put that before it, or away");
        }
    }

    private static BadTapeFile changed(Elements line, Duration t) {
        return line.wrong(
                "the lines before are not those that were exported: export or fetch it once more, or, if it was changed on purpose, write [%s,\"end\"] here"
                        .formatted(Seconds.of(t)));
    }
}
