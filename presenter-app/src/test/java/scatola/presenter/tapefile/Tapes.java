package scatola.presenter.tapefile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;

/** Recordings and files of tests. */
final class Tapes {
    static final Instant START = Told.T0.plus(123_456, ChronoUnit.MICROS);

    /** What was read out of a file. */
    record Tape(Header header, World.Kept before, List<Entry> entries, Ending ending) {}

    private Tapes() {}

    /** Entries of random kinds and bytes, after the start, at times of which some are a microsecond apart. */
    static List<Entry> random(Random random, int count) {
        List<Entry> entries = new ArrayList<>();
        Instant at = START.plus(1, ChronoUnit.MICROS);
        for (int i = 0; i < count; i++) {
            entries.add(entry(random, at));
            at = at.plus(random.nextBoolean() ? 1 : 1 + random.nextInt(3_000_000), ChronoUnit.MICROS);
        }
        return entries;
    }

    private static Entry entry(Random random, Instant at) {
        return switch (random.nextInt(12)) {
            case 0 -> new Entry.Outage(at, text(random));
            case 1 -> new Entry.ClockSet(at, Duration.of(random.nextLong(-1L << 40, 1L << 40), ChronoUnit.MICROS));
            case 2 -> new Entry.Gap(at, at.minus(random.nextInt(5_000_000), ChronoUnit.MICROS), text(random));
            case 3 -> new Entry.Mark(at, text(random), text(random));
            case 4, 5, 6 -> message(at, random, Bytes.of(text(random)));
            default -> {
                byte[] bytes = new byte[random.nextInt(64)];
                random.nextBytes(bytes);
                yield message(at, random, Bytes.of(bytes));
            }
        };
    }

    private static Entry.Message message(Instant at, Random random, Bytes payload) {
        List<String> topics = List.of("vm/doge1", "vm/doge1/console/out", "what/nobody knows", "", "é/😀");
        return new Entry.Message(
                at, topics.get(random.nextInt(topics.size())), payload, random.nextInt(3), random.nextBoolean());
    }

    /** Any characters, line feeds and NUL included. */
    static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20);
        for (int i = 0; i < length; i++) {
            int code = random.nextInt(4) == 0 ? random.nextInt(0x11_0000) : random.nextInt(0x100);
            text.appendCodePoint(code >= 0xd800 && code < 0xe000 ? 'x' : code);
        }
        return text.toString();
    }

    static World.Kept world() {
        return Told.worldOf(
                        Told.online("pi1", 3, 1, Told.T0),
                        Told.nodeState("pi1", 3, 2, Told.T0.plusSeconds(1)),
                        Told.guest("doge1", "pi1", 3, 4, scatola.bus.message.Phase.RUNNING, "10.1.1.1/24"),
                        Told.pingReply("p1", "doge1", "doge2", 7, Told.at(0.5)))
                .withUnreadable()
                .kept();
    }

    static byte[] file(List<Entry> entries) {
        Instant to = entries.isEmpty()
                ? START.plusSeconds(1)
                : entries.getLast().at().plusSeconds(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            TapeFileWriter writer = new TapeFileWriter(out, START);
            writer.header(new Header(
                    "scatola",
                    "Friday demo",
                    OffsetDateTime.ofInstant(START, ZoneOffset.ofHours(2)),
                    Duration.between(START, to)));
            writer.before(world());
            for (Entry entry : entries) {
                writer.entry(entry);
            }
            writer.end(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Tape read(byte[] file) throws BadTapeFile {
        try {
            TapeFileReader reader = new TapeFileReader(new ByteArrayInputStream(file));
            List<Entry> entries = new ArrayList<>();
            for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
                entries.add(entry);
            }
            return new Tape(reader.header(), reader.before(), entries, reader.ending());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tape read(String file) throws BadTapeFile {
        return read(file.getBytes(StandardCharsets.UTF_8));
    }
}
