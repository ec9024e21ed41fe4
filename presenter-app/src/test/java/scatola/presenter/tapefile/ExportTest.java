package scatola.presenter.tapefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.VmName;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Archive;
import scatola.presenter.timeline.Archives;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.Rows;
import scatola.presenter.timeline.Runs;
import scatola.presenter.timeline.SqliteArchive;

/** Files out of a real archive and into one. */
class ExportTest {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private SqliteArchive archive;
    private SqliteArchive other;

    @BeforeEach
    void open() {
        archive = Archives.in(folder);
        other = Archives.in(elsewhere);
    }

    @AfterEach
    void close() {
        archive.close();
        other.close();
    }

    @Test
    void aRecordingIsTheSameInAnotherArchive() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<Entry> entries = Tapes.random(new Random(seed), 3000);
        Recording recording = recorded(entries);

        byte[] file = export(archive, recording);
        Recording there = taken(other, file).recording();

        assertThat(there.name()).isEqualTo("Friday demo");
        assertThat(Duration.between(there.from(), other.end(there)))
                .isEqualTo(Duration.between(recording.from(), archive.end(recording)));
        assertThat(all(other, there)).as("seed %d", seed).isEqualTo(entries);
        for (int i = 0; i < entries.size(); i += 97) {
            Instant at = entries.get(i).at();
            assertThat(other.worldAt(there, at).kept())
                    .isEqualTo(archive.worldAt(recording, at).kept());
        }
        assertThat(other.chapters(there)).isEqualTo(archive.chapters(recording));
        assertThat(new String(export(other, there), UTF_8)).isEqualTo(new String(file, UTF_8));
    }

    @Test
    void theWorldIsTheSameAtEachMomentOfAnImportedRecording() throws IOException {
        for (long seed = System.nanoTime(), last = seed + 3; seed < last; seed++) {
            System.out.println("seed " + seed);
            List<Entry> run = Runs.random(seed, 1500);
            World before = World.empty();
            for (Entry entry : run.subList(0, 500)) {
                before = Fold.after(before, entry);
            }
            List<Entry> entries = run.subList(500, run.size());
            // a recording begins before its first entry: at its beginning, a clock that is set would be how it stood
            Instant from = entries.getFirst().at().minusNanos(1000);
            Recording recording = recorded(from, before.kept(), entries);

            Recording there = taken(other, export(archive, recording)).recording();

            Duration shift = Duration.between(recording.from(), there.from());
            World world =
                    World.of(other.worldAt(there, there.from().minusNanos(1000)).kept());
            assertThat(world.kept()).as("seed %d", seed).isEqualTo(before.kept());
            for (Entry entry : all(other, there)) {
                world = Fold.after(world, entry);
            }
            assertThat(shift).isZero();
            assertThat(world.kept())
                    .as("seed %d", seed)
                    .isEqualTo(
                            archive.worldAt(recording, archive.end(recording)).kept());
            for (int i = 0; i < entries.size(); i += 13) {
                Instant at = entries.get(i).at();
                assertThat(other.worldAt(there, at).kept())
                        .as("seed %d, entry %d", seed, i)
                        .isEqualTo(archive.worldAt(recording, at).kept());
            }
        }
    }

    @Test
    void theTimeOfDayOfATapeWhoseClockIsWrongIsTheFiles() throws IOException {
        Instant at = Tapes.START;
        Recording recording = recorded(List.of(
                new Entry.ClockSet(at, Duration.ofHours(2)),
                new Entry.Outage(at.plusSeconds(1), "why"),
                new Entry.ClockSet(at.plusSeconds(2), Duration.ofHours(1))));

        byte[] file = export(archive, recording);
        Recording there = taken(other, file).recording();

        assertThat(new String(file, UTF_8))
                .contains("\"start\":\"2026-05-01T21:00:00.123456+01:00\"")
                .contains("[0.000000,\"clock\",null,0.000000]")
                .contains("[2.000000,\"clock\",null,-3600.000000]");
        assertThat(there.from()).isEqualTo(at.plus(Duration.ofHours(2)));
        assertThat(other.timeOfDay(there, there.from().plusSeconds(3))).isEqualTo(at.plusSeconds(3 + 3600));
        assertThat(export(other, there)).isEqualTo(file);
    }

    @Test
    void oneThatGoesOnIsWrittenUpToNow() throws IOException {
        Recording recording = archive.start("going on", "me", true);

        Recording there = taken(other, export(archive, recording)).recording();

        assertThat(there.name()).isEqualTo("going on");
        assertThat(there.to()).isEqualTo(there.from().plusNanos(1000));
    }

    @Test
    void aCutFileIsTakenUpToTheCutWithAWarning() throws IOException {
        List<Entry> entries = Tapes.random(new Random(3), 100);
        byte[] file = export(archive, recorded(entries));

        Intake.Outcome.Taken taken = taken(other, Arrays.copyOf(file, file.length * 2 / 3));

        List<Entry> there = all(other, taken.recording());
        assertThat(there).isNotEmpty().isEqualTo(entries.subList(0, there.size()));
        assertThat(taken.warning())
                .startsWith("the file was cut in the midst of line ")
                .containsPattern("only what is there was taken, \\d+\\.\\d{6} s of \\d+\\.\\d{6} s");
        assertThat(taken.recording().to()).isEqualTo(there.getLast().at().plusNanos(1000));
    }

    @Test
    void ofAFileThatIsRefusedNothingIsLeft() throws IOException {
        String file = new String(export(archive, recorded(Tapes.random(new Random(4), 2500))), UTF_8);
        List<String> lines = new ArrayList<>(file.lines().toList());
        lines.set(2400, "[1,\"massage\"]");

        Intake.Outcome outcome = new Intake(other)
                .take(new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8)), null, null);

        assertThat(outcome).isInstanceOf(Intake.Outcome.Refused.class);
        assertThat(((Intake.Outcome.Refused) outcome).reason()).startsWith("line 2401: its second element must be");
        assertNothingIsLeft();
    }

    @Test
    void ofAFileWhoseSenderGoesAwayNothingIsLeft() throws IOException {
        byte[] file = export(archive, recorded(Tapes.random(new Random(5), 2500)));
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream(file, 0, file.length - 100), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        throw new IOException("gone");
                    }
                });

        assertThatThrownBy(() -> new Intake(other).take(broken, null, null)).isInstanceOf(UncheckedIOException.class);

        assertNothingIsLeft();
    }

    @Test
    void aRecordingThatIsDeletedWhileItIsWrittenGetsNoEnd() {
        Recording recording = recorded(Tapes.random(new Random(6), 2500));
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                if (size() == 0) {
                    archive.delete(recording.id());
                }
                super.write(bytes, offset, length);
            }

            @Override
            public void write(byte[] bytes) {
                write(bytes, 0, bytes.length);
            }
        };

        assertThatThrownBy(() -> exporting(archive).write(recording, out))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("was deleted while it was read");

        assertThat(out.toString(UTF_8)).doesNotContain("\"end\"");
    }

    @Test
    void aRecordingWhoseBeginningGoesWhileItIsWrittenGetsNoEnd() {
        Recording recording = recorded(Tapes.random(new Random(7), 10));
        Recording shorter = new Recording(
                recording.id(), "n", recording.tape(), recording.from().plusSeconds(1), recording.to(), false, null);
        Library shrinking = (Library) Proxy.newProxyInstance(
                Library.class.getClassLoader(),
                new Class<?>[] {Library.class},
                (proxy, method, arguments) ->
                        method.getName().equals("find") ? Optional.of(shorter) : method.invoke(archive, arguments));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> new Export(shrinking, "scatola", ZoneOffset.UTC).write(recording, out))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("rename it, so that it is kept");

        assertThat(out.toString(UTF_8)).doesNotContain("\"end\"");
    }

    @Test
    void consolesAreCastsWithWholeCharacters() throws IOException {
        byte[] dog = "🐶".getBytes(UTF_8);
        Instant at = Tapes.START;
        Recording recording = recorded(List.of(
                console(at, "doge1", "out", "login: ".getBytes(UTF_8)),
                console(at.plusSeconds(1), "doge1", "in", "root\n".getBytes(UTF_8)),
                console(at.plusSeconds(2), "doge1", "out", Arrays.copyOf(dog, 2)),
                console(at.plusSeconds(3), "doge2", "out", "other\r\n".getBytes(UTF_8)),
                console(at.plusMillis(3500), "doge1", "out", new byte[] {dog[2], dog[3], '\r', '\n', 27, '[', 'm', -1
                })));
        Consoles consoles = new Consoles(archive);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        consoles.cast(recording, new VmName("doge1"), out);

        assertThat(out.toString(UTF_8)).isEqualTo("""
                {"version":2,"width":80,"height":24,"timestamp":1777658400,"title":"doge1, Friday demo"}
                [0.000000,"o","login: "]
                [1.000000,"i","root\\n"]
                [3.500000,"o","🐶\\r\\n\\u001B[m\ufffd"]
                """);
        assertThat(consoles.of(recording))
                .containsExactly(
                        new Consoles.Console(new VmName("doge1"), 17, 5),
                        new Consoles.Console(new VmName("doge2"), 7, 0));
    }

    private static Entry console(Instant at, String vm, String way, byte[] bytes) {
        return new Entry.Message(at, "vm/%s/console/%s".formatted(vm, way), Bytes.of(bytes), 1, false);
    }

    private void assertNothingIsLeft() {
        assertThat(other.recordings()).isEmpty();
        for (String table : List.of("event", "note", "checkpoint", "clock", "tape")) {
            assertThat(Rows.count(elsewhere, table)).as(table).isZero();
        }
    }

    private Recording recorded(List<Entry> entries) {
        return recorded(Tapes.START, Tapes.world(), entries);
    }

    private Recording recorded(Instant from, World.Kept before, List<Entry> entries) {
        try (Archive.Import coming = archive.importing("Friday demo", null)) {
            coming.begin(from, before);
            entries.forEach(coming::append);
            return coming.finish(null);
        }
    }

    private static Export exporting(SqliteArchive from) {
        return new Export(from, "scatola", ZoneOffset.ofHours(1));
    }

    private static byte[] export(SqliteArchive from, Recording recording) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exporting(from).write(recording, out);
        return out.toByteArray();
    }

    private static Intake.Outcome.Taken taken(SqliteArchive into, byte[] file) throws IOException {
        Intake.Outcome outcome = new Intake(into).take(new ByteArrayInputStream(file), null, null);
        assertThat(outcome).isInstanceOf(Intake.Outcome.Taken.class);
        return (Intake.Outcome.Taken) outcome;
    }

    private static List<Entry> all(SqliteArchive from, Recording recording) {
        List<Entry> entries = new ArrayList<>();
        from.entries(recording, recording.from()).forEachRemaining(entries::add);
        return entries;
    }
}
