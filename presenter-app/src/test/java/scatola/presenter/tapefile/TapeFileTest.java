package scatola.presenter.tapefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.presenter.box.World;
import scatola.presenter.tapefile.Tapes.Tape;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;

class TapeFileTest {
    private static final String HEADER =
            "{\"format\":\"scatola-recording\",\"version\":1,\"box\":\"scatola\",\"name\":\"n\",\"start\":\"2026-05-01T20:00:00+02:00\"}\n";
    private static final Instant NOON = Instant.parse("2026-05-01T18:00:00Z");

    @Test
    void whatIsWrittenIsRead() throws BadTapeFile {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Entry> entries = Tapes.random(random, random.nextInt(40));

            byte[] file = Tapes.file(entries);
            Tape tape = Tapes.read(random.nextBoolean() ? file : Tapes.gzip(file));

            assertThat(tape.entries()).as("seed %d", seed).isEqualTo(entries);
            assertThat(tape.before()).isEqualTo(Tapes.world());
            assertThat(World.of(tape.before()).kept()).isEqualTo(Tapes.world());
            Instant to = entries.isEmpty()
                    ? Tapes.START.plusSeconds(1)
                    : entries.getLast().at().plusSeconds(1);
            assertThat(tape.ending()).isEqualTo(new Ending.Whole(to));
            assertThat(tape.header())
                    .isEqualTo(new Header(
                            "scatola",
                            "Friday demo",
                            OffsetDateTime.parse("2026-05-01T20:00:00.123456+02:00"),
                            Duration.between(Tapes.START, to)));
        }
    }

    @Test
    void linesAreForPeople() {
        List<Entry> entries = List.of(
                new Entry.Message(Tapes.START.plusMillis(1500), "vm/doge1", Bytes.of("{\"a\":\"é\"}"), 1, true),
                new Entry.Message(
                        Tapes.START.plusSeconds(2), "vm/doge1/console/out", Bytes.of(new byte[] {-1, 0}), 0, false),
                new Entry.Outage(Tapes.START.plusSeconds(3), "the broker is away"),
                new Entry.ClockSet(Tapes.START.plusSeconds(4), Duration.ofHours(-1)),
                new Entry.Gap(Tapes.START.plusSeconds(5), Tapes.START.minusMillis(1), "the disk is full"),
                new Entry.Mark(Tapes.START.plusSeconds(6), "Look", "me"));

        List<String> lines = new String(Tapes.file(entries), UTF_8).lines().toList();

        assertThat(lines.getFirst())
                .isEqualTo(
                        "{\"format\":\"scatola-recording\",\"version\":1,\"box\":\"scatola\",\"name\":\"Friday demo\","
                                + "\"start\":\"2026-05-01T20:00:00.123456+02:00\",\"length_s\":7.000000}");
        assertThat(lines.get(1)).isEqualTo("[0.000000,\"world\",null,{\"unreadable\":1,\"sessions\":{\"pi1\":3}}]");
        assertThat(lines.get(2))
                .startsWith("[0.000000,\"world\",\"node/pi1/availability\",{\"state\":\"online\",")
                .endsWith("},-0.123456]");
        assertThat(lines.subList(6, 12))
                .containsExactly(
                        "[1.500000,\"message\",\"vm/doge1\",\"{\\\"a\\\":\\\"é\\\"}\",1,true]",
                        "[2.000000,\"message\",\"vm/doge1/console/out\",{\"base64\":\"/wA=\"},0,false]",
                        "[3.000000,\"outage\",null,\"the broker is away\"]",
                        "[4.000000,\"clock\",null,-3600.000000]",
                        "[5.000000,\"gap\",null,\"the disk is full\",-0.001000]",
                        "[6.000000,\"mark\",null,\"Look\",\"me\"]");
        assertThat(lines.getLast()).startsWith("[7.000000,\"end\",null,\"sha256:");
    }

    @Test
    void aCutFileIsReadUpToTheCutAndSaysSo() throws BadTapeFile {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<Entry> entries = Tapes.random(new Random(seed), 10);
        byte[] file = Tapes.file(entries);
        int header = new String(file, UTF_8).indexOf('\n');
        int fewest = 0;
        for (int length = 0; length < file.length - 1; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            if (length < header) {
                assertThatThrownBy(() -> Tapes.read(cut)).isInstanceOf(BadTapeFile.class);
                continue;
            }

            Tape tape = Tapes.read(cut);

            assertThat(tape.ending()).as("seed %d, cut at %d", seed, length).isInstanceOf(Ending.Cut.class);
            assertThat(tape.entries())
                    .isEqualTo(entries.subList(0, tape.entries().size()));
            assertThat(tape.entries().size()).isBetween(fewest, fewest + 1);
            fewest = tape.entries().size();
        }
        assertThat(fewest).isEqualTo(entries.size());
        assertThat(Tapes.read(Arrays.copyOf(file, file.length - 1)).ending())
                .as("only the last line feed is missing")
                .isInstanceOf(Ending.Whole.class);
    }

    @Test
    void aCutPackedFileIsReadUpToTheCutAndSaysSo() throws BadTapeFile {
        List<Entry> entries = Tapes.random(new Random(1), 500);
        byte[] packed = Tapes.gzip(Tapes.file(entries));
        int most = 0;
        for (int length = packed.length / 2; length < packed.length - 20; length += 97) {
            Tape tape = Tapes.read(Arrays.copyOf(packed, length));

            assertThat(tape.ending()).isInstanceOf(Ending.Cut.class);
            assertThat(tape.entries())
                    .isEqualTo(entries.subList(0, tape.entries().size()));
            most = Math.max(most, tape.entries().size());
        }
        assertThat(most).isGreaterThan(entries.size() / 2);
        assertThat(Tapes.read(Arrays.copyOf(packed, packed.length - 4)).entries())
                .as("only gzip's own length is missing")
                .isEqualTo(entries);
    }

    @Test
    void noFlippedByteIsTakenForTheTruth() throws BadTapeFile {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] file = Tapes.file(Tapes.random(random, 20));
        byte[] packed = Tapes.gzip(file);
        Tape whole = Tapes.read(file);
        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            byte[] flipped = (i % 2 == 0 ? file : packed).clone();
            int where = random.nextInt(flipped.length);
            flipped[where] ^= (byte) (1 << random.nextInt(8));
            try {
                Tape tape = Tapes.read(flipped);
                if (tape.ending() instanceof Ending.Whole) {
                    assertThat(tape).as("seed %d, byte %d", seed, where).isEqualTo(whole);
                }
            } catch (BadTapeFile e) {
                refused++;
                assertThat(e.reason()).isNotBlank();
            }
        }
        assertThat(refused).isGreaterThan(3_000);
    }

    @Test
    void anyBytesAreReadOrRefused() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (i % 2 == 0 && bytes.length > 2) {
                bytes[0] = 0x1f;
                bytes[1] = (byte) 0x8b;
            }
            assertThatThrownBy(() -> Tapes.read(bytes)).as("seed %d", seed).isInstanceOf(BadTapeFile.class);
        }
    }

    @Test
    void entriesOfTheSameMomentAreAMicrosecondApart() throws BadTapeFile {
        Tape tape = Tapes.read(HEADER + """
                [1,"mark",null,"a","me"]
                [1.0000004,"mark",null,"b","me"]
                [1.000000,"mark",null,"c","me"]
                [1.000001,"mark",null,"d","me"]
                [1.5,"mark",null,"e","me"]
                [1.5,"end"]
                """);

        assertThat(tape.entries().stream().map(entry -> ChronoUnit.MICROS.between(NOON, entry.at())))
                .containsExactly(1_000_000L, 1_000_001L, 1_000_002L, 1_000_003L, 1_500_000L);
        assertThat(tape.ending()).isEqualTo(new Ending.Whole(NOON.plus(1_500_001, ChronoUnit.MICROS)));
    }

    @Test
    void whatAStrangerWroteIsRead() throws BadTapeFile {
        Tape tape = Tapes.read(
                HEADER.replace("\n", "\r\n") + "\r\n\n[ 1e0 , \"message\", \"vm/doge1/set\", \"ON\" ]\r\n[2, \"end\"]");

        assertThat(tape.entries())
                .containsExactly(new Entry.Message(NOON.plusSeconds(1), "vm/doge1/set", Bytes.of("ON"), 0, false));
        assertThat(tape.before()).isEqualTo(World.empty().kept());
        assertThat(tape.ending()).isEqualTo(new Ending.Whole(NOON.plusSeconds(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[1,\"massage\",\"vm/doge1\",\"ON\"] | its second element must be one of world, message, outage,",
                "[1] | its second element must be one of world",
                "{\"t\":1} | it must be a list like",
                "[1,\"message\",\"vm/doge1\",\"ON\" | it is no JSON",
                "[1,\"message\",\"vm/doge1\",\"ON\"] [2] | it is no JSON",
                "[-1,\"message\",\"vm/doge1\",\"ON\"] | the time must be 0 or more seconds",
                "[\"1\",\"message\",\"vm/doge1\",\"ON\"] | the time must be seconds, like 12.345678, but is \"1\"",
                "[1e99,\"message\",\"vm/doge1\",\"ON\"] | the time must be seconds",
                "[1e-999999999,\"message\",\"vm/doge1\",\"ON\"] | the time must be seconds",
                "[1,\"message\",null,\"ON\"] | the topic must be a text, but is null",
                "[1,\"message\",\"vm/+\",\"ON\"] | 'vm/+' is no topic",
                "[1,\"message\",\"vm/doge1\"] | the payload must be a text or {\"base64\":\"…\"}, but is missing",
                "[1,\"message\",\"vm/doge1\",{\"state\":1}] | the payload must be a text or {\"base64\":\"…\"}",
                "[1,\"message\",\"vm/doge1\",{\"base64\":\"/w=\"}] | the payload is no base64",
                "[1,\"message\",\"vm/doge1\",\"\\ud800\"] | half a character",
                "[1,\"message\",\"vm/doge1\",\"ON\",3] | the quality of service must be a whole number from 0 to 2",
                "[1,\"message\",\"vm/doge1\",\"ON\",1,1] | whether it was retained must be true or false, but is 1",
                "[1,\"message\",\"vm/doge1\",\"ON\",1,true,7] | has 7 elements, but can have 6 at most",
                "[1,\"outage\",\"vm/doge1\",\"why\"] | its third element must be null",
                "[1,\"clock\",null,\"now\"] | what the clock is ahead must be seconds",
                "[1,\"gap\",null,\"why\",2] | its beginning must not be later than its time",
                "[1,\"mark\",null,\"title\"] | who set it must be a text, but is missing",
                "[0,\"world\",null,{}] | what held at the beginning must stand right behind the header",
                "[0.1,\"mark\",null,\"a\",\"b\"] | time goes back, from 0.500000 to 0.100000 s: sort the lines by time",
                "[1,\"end\",null,\"sha256:00\"] | the lines before are not those that were exported",
            })
    void aLineThatIsWrongIsNamed(String line, String reason) {
        assertThatThrownBy(() ->
                        Tapes.read(HEADER + "[0.5,\"mark\",null,\"a\",\"b\"]\n" + line.strip() + "\n[9,\"end\"]\n"))
                .isInstanceOf(BadTapeFile.class)
                .hasMessageStartingWith("line 3: ")
                .hasMessageContaining(reason.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[1,\"world\",null,{}] | its time must be 0",
                "[0,\"world\",\"vm/doge1/set\",{}] | nothing holds on the topic 'vm/doge1/set'",
                "[0,\"world\",\"vm/doge1\",{},0] | session is missing",
                "[0,\"world\",null,{\"sessions\":{\"Pi 1\":1}}] | 'Pi 1' is no node name",
                "[0,\"world\",null,{\"sessions\":{\"pi1\":0}}] | sessions.pi1 must be a whole number",
                "[0,\"world\",null,[]] | a JSON object is expected",
            })
    void whatHeldIsCheckedToo(String line, String reason) {
        assertThatThrownBy(() -> Tapes.read(HEADER + line.strip() + "\n[9,\"end\"]\n"))
                .isInstanceOf(BadTapeFile.class)
                .hasMessageStartingWith("line 2: ")
                .hasMessageContaining(reason.strip());
    }

    @Test
    void nothingMayStandBehindTheEnd() {
        assertThatThrownBy(() -> Tapes.read(HEADER + "[1,\"end\"]\n[2,\"mark\",null,\"a\",\"b\"]\n"))
                .isInstanceOf(BadTapeFile.class)
                .hasMessageContaining("line 2: end: more stands behind it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html>\n<html></html>\n",
                "GIF89a\u0001\u0000\n",
                "{\"version\":2,\"width\":80,\"height\":24}\n[1,\"o\",\"x\"]\n",
                "[1,\"end\"]\n",
                "{\"format\":\"scatola-recording\"",
            })
    void whatIsNoRecordingIsNotTakenForOne(String file) {
        assertThatThrownBy(() -> Tapes.read(file))
                .isInstanceOf(BadTapeFile.class)
                .hasMessageStartingWith("this is no recording: ")
                .hasMessageContaining("line 1")
                .hasMessageContaining("docs/timeline.md");
        assertThatThrownBy(() -> Tapes.read("")).hasMessageStartingWith("the file is empty: ");
        assertThatThrownBy(() -> Tapes.read(new byte[] {'P', 'K', 3, 4, -1, -2, '\n'}))
                .hasMessageStartingWith("this is no recording: line 1: it is no UTF-8 text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"version\":1 | \"version\":2 | the file has version 2, and this app reads version 1",
                "\"version\":1 | \"version\":4294967297 | the file has version 4294967297, and this app reads version 1",
                "\"version\":1 | \"version\":\"1\" | the file has version \"1\"",
                "\"box\":\"scatola\" | \"box\":\"a#\" | 'a#' is no root for topics",
                "\"name\":\"n\" | \"name\":\" \" | ' ' is no name",
                "\"name\":\"n\" | \"nome\":\"n\" | name is missing",
                "2026-05-01T20:00:00+02:00 | yesterday | 'yesterday' is no time from 1971 on",
                "2026-05-01T20:00:00+02:00 | 2026-05-01T20:00:00 | is no time from 1971 on",
                "\"version\":1 | \"version\":1,\"length_s\":-1 | length_s must be seconds",
            })
    void theHeaderIsChecked(String good, String bad, String reason) {
        assertThatThrownBy(() -> Tapes.read(HEADER.replace(good.strip(), bad.strip())))
                .isInstanceOf(BadTapeFile.class)
                .hasMessageStartingWith("line 1: ")
                .hasMessageContaining(reason.strip());
    }

    @Test
    void anEndlessLineIsRefusedWithoutBeingReadWhole() {
        long[] given = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                given[0]++;
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                given[0] += length;
                Arrays.fill(bytes, offset, offset + length, (byte) 'x');
                return length;
            }
        };
        byte[] head = (HEADER + "[0,\"message\",\"vm/doge1\",\"").getBytes(UTF_8);
        InputStream file = new SequenceInputStream(new ByteArrayInputStream(head), endless);

        assertThatThrownBy(() -> {
                    TapeFileReader reader = new TapeFileReader(file);
                    reader.next();
                })
                .isInstanceOf(BadTapeFile.class)
                .hasMessageContaining("line 2 is longer than 4194304 bytes");
        assertThat(given[0]).isLessThan(5 << 20);
    }

    @Test
    void theLongestMessageIsWrittenAndReadAndALongerOneIsAGap() throws BadTapeFile {
        byte[] controls = new byte[2 << 20];
        Arrays.fill(controls, (byte) 1);
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry.Message(Tapes.START, "vm/doge1/console/out", Bytes.of(controls), 1, false));
        entries.add(new Entry.Message(
                Tapes.START.plusSeconds(1),
                "vm/doge1/console/out",
                Bytes.of(new byte[TapeFile.MOST_PAYLOAD_BYTES]),
                1,
                false));
        entries.add(new Entry.Message(
                Tapes.START.plusSeconds(2),
                "vm/doge1/console/out",
                Bytes.of(new byte[TapeFile.MOST_PAYLOAD_BYTES + 1]),
                1,
                false));

        List<Entry> read = Tapes.read(Tapes.file(entries)).entries();

        assertThat(read.subList(0, 2)).isEqualTo(entries.subList(0, 2));
        assertThat(read.get(2))
                .isEqualTo(new Entry.Gap(
                        Tapes.START.plusSeconds(2),
                        Tapes.START.plusSeconds(2),
                        "a message of 3080193 bytes on vm/doge1/console/out is too long for a file"));
    }
}
