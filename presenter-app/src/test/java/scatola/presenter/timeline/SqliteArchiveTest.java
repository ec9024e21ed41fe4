package scatola.presenter.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scatola.presenter.box.Told.at;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;

class SqliteArchiveTest {
    @TempDir
    Path folder;

    private SqliteArchive archive;

    @BeforeEach
    void open() {
        archive = Archives.in(folder);
    }

    @AfterEach
    void close() {
        archive.close();
    }

    @Test
    void everyKindOfEntryComesBackAsItWas() {
        List<Entry> entries = List.of(
                new Entry.ClockSet(at(0), Duration.ofHours(-1)),
                new Entry.Message(at(1), "vm/doge1/console/out", Bytes.of(new byte[] {0, -1, 10}), 1, false),
                new Entry.Message(at(2), "node/pi1", Bytes.of(""), 2, true),
                new Entry.Outage(at(3), "the broker went"),
                new Entry.Gap(at(4), at(3.5), "the disk is full"),
                new Entry.Mark(at(5), "now look", "a colleague"));

        Recording recording = Archives.imported(archive, "all kinds", entries);

        assertThat(all(recording, recording.from())).isEqualTo(entries);
        assertThat(all(recording, at(3.1))).isEqualTo(entries.subList(4, 6));
        assertThat(archive.end(recording)).isEqualTo(at(5).plusNanos(1000));
        assertThat(archive.timeOfDay(recording, at(5))).isEqualTo(at(5 - 3600));
    }

    @Test
    void longRecordingsAreReadInPages() {
        List<Entry> entries = new ArrayList<>();
        IntStream.range(0, 2500).forEach(n -> entries.add(said(at(n), "a/" + n, "x")));

        Recording recording = Archives.imported(archive, "long", entries);

        assertThat(all(recording, recording.from())).isEqualTo(entries);
    }

    @Test
    void theWorldAtAMomentIsWhatFoldingUpToItGives() {
        List<Entry> entries = new ArrayList<>();
        World before = Told.worldOf(Told.online("pi2", 3, 1, at(-9)));
        for (int n = 0; n < 1700; n++) {
            entries.add(new Entry.Message(
                    at(n / 100.0), "node/pi1", Bytes.of(Told.nodeState(1, n + 1).payload()), 1, false));
        }
        Recording recording;
        try (Archive.Import coming = archive.importing("many states", "me")) {
            coming.begin(at(0), before.kept());
            entries.forEach(coming::append);
            recording = coming.finish(null);
        }

        World world = before;
        assertThat(archive.worldAt(recording, at(-1)).kept()).isEqualTo(before.kept());
        for (int n = 0; n < entries.size(); n++) {
            world = Fold.after(world, entries.get(n));
            if (n % 83 == 0) {
                assertThat(archive.worldAt(recording, entries.get(n).at()).kept())
                        .as("after entry %d", n)
                        .isEqualTo(world.kept());
            }
        }
        assertThat(archive.worldAt(recording, at(1e6)).kept()).isEqualTo(world.kept());
    }

    @Test
    void aRecordingBeginsWhenItIsSaidToAndItsClockIsRightUntilItIsSet() {
        Recording recording;
        try (Archive.Import coming = archive.importing("late", null)) {
            coming.begin(at(0), World.empty().kept());
            coming.append(new Entry.ClockSet(at(60), Duration.ofHours(-1)));
            recording = coming.finish(at(90));
        }

        assertThat(recording.from()).isEqualTo(at(0));
        assertThat(recording.to()).isEqualTo(at(90));
        assertThat(archive.timeOfDay(recording, at(59))).isEqualTo(at(59));
        assertThat(archive.timeOfDay(recording, at(61))).isEqualTo(at(61 - 3600));
    }

    @Test
    void aRecordingInWhichNothingHappenedIsOneToo() {
        Recording recording;
        try (Archive.Import coming = archive.importing("calm", null)) {
            coming.begin(at(0), Told.worldOf(Told.online("pi2", 3, 1, at(-9))).kept());
            recording = coming.finish(null);
        }

        assertThat(all(recording, at(0))).isEmpty();
        assertThat(archive.worldAt(recording, at(0)).nodes()).hasSize(1);
        assertThat(recording.to()).isEqualTo(at(0).plusNanos(1000));
    }

    @Test
    void anImportThatIsNotFinishedIsNotThere() {
        try (Archive.Import coming = archive.importing("half", null)) {
            IntStream.range(0, 1500).forEach(n -> coming.append(said(at(n), "a", "x")));

            assertThat(archive.recordings()).isEmpty();
        }

        assertThat(Rows.count(folder, "event")).isZero();
        assertThat(Rows.count(folder, "tape")).isZero();
    }

    @Test
    void whatAnImportLeftWhenTheAppDiedIsClearedAwayAtTheNextOpening() {
        Archive.Import coming = archive.importing("half", null);
        IntStream.range(0, 1500).forEach(n -> coming.append(said(at(n), "a", "x")));
        assertThat(Rows.count(folder, "event")).isEqualTo(1000);

        archive.close();
        archive = Archives.in(folder);

        assertThat(Rows.count(folder, "event")).isZero();
    }

    @Test
    void anImportTakesNoEntryThatIsNotLater() {
        try (Archive.Import coming = archive.importing("backwards", null)) {
            coming.append(said(at(2), "a", "x"));

            assertThatThrownBy(() -> coming.append(said(at(2), "a", "y")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not later");
        }
    }

    @Test
    void aDeletedImportIsGoneWithAllThatWasInIt() {
        Recording other = Archives.imported(archive, "other", List.of(said(at(0), "a", "x")));
        List<Entry> entries = new ArrayList<>();
        IntStream.range(0, 2500).forEach(n -> entries.add(said(at(n), "a/" + n, "x")));
        Recording recording = Archives.imported(archive, "gone", entries);

        archive.delete(recording.id());

        assertThat(archive.recordings()).containsExactly(other);
        assertThat(Rows.count(folder, "event")).isEqualTo(1);
        assertThatThrownBy(() -> archive.delete(recording.id()))
                .isInstanceOf(ArchiveRefusal.class)
                .hasMessageContaining("there is no recording");
    }

    @Test
    void recordingsAreStartedStoppedAndRenamed() {
        Recording started = archive.start("rehearsal", "me", false);
        assertThat(started.to()).isNull();
        assertThatThrownBy(() -> archive.delete(started.id())).hasMessageContaining("stop it first");

        Recording stopped = archive.stop(null, "me");

        assertThat(stopped.id()).isEqualTo(started.id());
        assertThat(stopped.to()).isAfter(started.from());
        assertThat(archive.rename(started.id(), "  the first  ").name()).isEqualTo("the first");
        assertThat(archive.find(started.id()).orElseThrow().kept()).isTrue();
        assertThatThrownBy(() -> archive.stop(null, null)).hasMessageContaining("nothing is being recorded");
        assertThatThrownBy(() -> archive.stop(started.id(), null)).hasMessageContaining("has ended already");
        assertThatThrownBy(() -> archive.rename(started.id(), " ")).hasMessageContaining("1 to 100 characters");
        assertThat(archive.start(null, null, true).name()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    }

    @Test
    void notesAreFoundByKindTextAndTimeOfDayAPageAtATime() {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry.ClockSet(at(0), Duration.ofHours(1)));
        IntStream.rangeClosed(1, 9)
                .forEach(n -> entries.add(new Entry.Mark(at(n), "Mark %d 100%%".formatted(n), "me")));
        entries.add(new Entry.ClockSet(at(10), Duration.ZERO));
        entries.add(new Entry.Mark(at(11), "Mark 11", "me"));
        Recording recording = Archives.imported(archive, "marks", entries);

        List<Noted> first = archive.notes(query(recording, null, null, null, null, 4));
        List<Noted> second =
                archive.notes(query(recording, null, null, null, first.getLast().place(), 40));

        assertThat(texts(first)).containsExactly("Mark 1 100%", "Mark 2 100%", "Mark 3 100%", "Mark 4 100%");
        assertThat(texts(second)).hasSize(6).endsWith("Mark 9 100%", "Mark 11");
        assertThat(first.getFirst().timeOfDay()).isEqualTo(at(3601));
        assertThat(texts(archive.notes(query(recording, null, null, "MARK 3 100%", null, 9))))
                .containsExactly("Mark 3 100%");
        assertThat(texts(archive.notes(query(recording, at(3602), at(3604), null, null, 9))))
                .containsExactly("Mark 2 100%", "Mark 3 100%");
        assertThat(texts(archive.notes(query(recording, at(10), at(12), null, null, 9))))
                .containsExactly("Mark 11");
        assertThat(archive.chapters(recording)).hasSize(10).contains(new Chapter(at(11), "Mark 11", "me"));
        assertThatThrownBy(() -> archive.notes(query(recording, null, null, null, "page 2", 9)))
                .hasMessageContaining("place");
    }

    @Test
    void notesThatCanBeDrawnAreFoundWithTheirSigns() {
        Recording recording = Archives.imported(
                archive,
                "signs",
                List.of(
                        new Entry.Mark(at(1), "Here we go", "me"),
                        new Entry.Gap(at(3), at(2), "the disk is full"),
                        new Entry.Outage(at(4), "pulled")));

        List<Noted> drawn =
                archive.notes(new NoteQuery(recording.id(), null, null, Set.of(), true, null, null, null, 9));

        assertThat(drawn).extracting(noted -> noted.note().sign()).containsExactly(null, Sign.LOST);
        assertThat(texts(drawn)).containsExactly("Here we go", "the broker is gone: pulled");
    }

    @Test
    void samplesOfAStretchAreFoundInOrderAndOfTooManyTheNewest() {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry.Message(at(0), "test/story-ping", Bytes.of("no sample"), 0, false));
        for (int n = 1; n <= 6; n++) {
            entries.add(new Entry.Message(at(n), "test/story-ping", Bytes.of(reply(n)), 0, false));
        }
        entries.add(new Entry.Message(at(8), "test/story-ping/result", Bytes.of("{}"), 1, true));
        entries.add(new Entry.Mark(at(9), "over", "me"));
        Recording recording = Archives.imported(archive, "samples", entries);

        assertThat(archive.samples(recording, at(2), at(5), 9))
                .extracting(Sampled::at)
                .containsExactly(at(2), at(3), at(4));
        assertThat(archive.samples(recording, at(0), at(100), 2))
                .extracting(sampled -> "%s %d"
                        .formatted(
                                sampled.test(),
                                sampled.sample().json().path("seq").asInt()))
                .containsExactly("story-ping 5", "story-ping 6");
    }

    private static String reply(int number) {
        return "{\"kind\":\"ping\",\"from\":\"doge1\",\"session\":1,\"ts\":\"2026-05-01T18:00:00Z\"," + "\"seq\":"
                + number + ",\"bytes\":64,\"ttl\":64,\"ms\":0.4}";
    }

    @Test
    void aClosedArchiveSaysSo() {
        archive.close();

        assertThatThrownBy(archive::recordings)
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("not open");
    }

    private static NoteQuery query(
            Recording in,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String text,
            @Nullable String after,
            int limit) {
        return new NoteQuery(in.id(), from, to, Set.of(NoteKind.MARK), false, null, text, after, limit);
    }

    private static List<String> texts(List<Noted> notes) {
        return notes.stream().map(noted -> noted.note().text()).toList();
    }

    private List<Entry> all(Recording recording, Instant from) {
        List<Entry> all = new ArrayList<>();
        archive.entries(recording, from).forEachRemaining(all::add);
        return all;
    }

    private static Entry.Message said(Instant at, String topic, String payload) {
        return new Entry.Message(at, topic, Bytes.of(payload), 1, false);
    }
}
