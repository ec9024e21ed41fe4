package scatola.presenter.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.bus.testing.Conforms;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;

class RecorderTest {
    private static final long MOST_BYTES = 1L << 30;

    private final AtomicInteger acknowledged = new AtomicInteger();
    private final List<Entry> lived = new CopyOnWriteArrayList<>();
    private volatile Duration wrong = Duration.ZERO;

    private final Clock wall = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(wrong);
        }
    };

    @TempDir
    Path folder;

    private SqliteArchive archive;
    private Recorder recorder;
    private int packet;

    @BeforeEach
    void start() {
        start(MOST_BYTES, "this up");
    }

    @AfterEach
    void end() {
        recorder.close();
    }

    @Test
    void aMessageIsAcknowledgedWhenItIsInTheDatabase() {
        AtomicInteger there = new AtomicInteger(-1);
        recorder.take(new Delivery(
                System.nanoTime(),
                "vm/doge1/console/out",
                bytes("hello"),
                1,
                false,
                false,
                1,
                () -> there.set((int) messages())));

        Awaitility.await().untilAsserted(() -> assertThat(there.get()).isEqualTo(1));
    }

    @Test
    void whatIsDeliveredAgainIsNotThereTwiceWhoeverAsks() {
        said("a", "1");
        said("a", "2");
        settled();
        again(2, "a", "2");
        settled();
        assertThat(messages()).isEqualTo(2);

        restart("this up");
        again(1, "a", "1");
        again(2, "a", "2");
        // never arrived before, whatever its packet identifier was used for
        again(3, "a", "3");
        again(2, "a", "other");
        settled();

        assertThat(messages()).isEqualTo(4);
        assertThat(kinds(Entry.Outage.class)).isZero();
    }

    @Test
    void aSessionThatBeginsIsAnOutageAfterWhichOnlyWhatItSaysAgainHolds() {
        said("node/pi1", payload(1));
        said("node/pi2", payload(1));
        settled();
        assertThat(world().nodes()).isEmpty();
        assertThat(world().said(topic("node/pi2"))).isNotNull();

        recorder.disconnected("no broker");
        assertThat(recorder.state()).isEqualTo(new RecorderState.Waiting("no broker"));
        recorder.connected();
        recorder.sessionBegan();
        packet = 0;
        retained("node/pi1", payload(2));
        settled();

        assertThat(kinds(Entry.Outage.class)).isEqualTo(1);
        assertThat(world().said(topic("node/pi1"))).isNotNull();
        assertThat(world().said(topic("node/pi2"))).isNull();
        assertThat(messages()).isEqualTo(3);
    }

    @Test
    void theFirstSessionOfAllIsNoOutageNorIsAConnectionThatComesBackWhateverThePacketsAreCalled() {
        recorder.connected();
        recorder.sessionBegan();
        said("a", "1");
        settled();
        recorder.disconnected("no broker");
        recorder.connected();
        packet = 0;
        said("a", "2");
        settled();

        assertThat(messages()).isEqualTo(2);
        assertThat(kinds(Entry.Outage.class)).isZero();
    }

    @Test
    void whatTheBrokerOnlyRepeatsIsNoEntry() {
        said("node/pi1", payload(1));
        retained("node/pi1", payload(1));
        retained("node/pi2", payload(1));
        retained("no/topic/of/the/box", "x");
        settled();

        assertThat(messages()).isEqualTo(3);
        assertThat(acknowledged.get()).isEqualTo(4);
    }

    @Test
    @Conforms("recorder-stamps-arrival")
    void aClockSetBackByAnHourIsToldAndTheOrderStays() {
        said("a", "1");
        settled();
        Instant before = Instant.now();
        wrong = Duration.ofHours(-1);
        said("a", "2");
        settled();
        said("a", "3");
        settled();

        assertThat(lived).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
        assertThat(kinds(Entry.ClockSet.class)).isEqualTo(2);
        Recording recording = archive.recordings().getFirst();
        Instant told = archive.timeOfDay(recording, lived.getLast().at());
        assertThat(Duration.between(told, before.minus(Duration.ofHours(1))).abs())
                .isLessThan(Duration.ofSeconds(9));
        assertThat(lived.getLast().at()).isAfterOrEqualTo(before.minusMillis(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theTapeFoldsToWhatWasLivedThroughAtEveryMoment(long seed) {
        Random random = new Random(seed);
        for (Entry entry : Runs.random(seed, 2500)) {
            if (entry instanceof Entry.Message message) {
                byte[] payload = message.payload().toArray();
                deliver(++packet, message.topic(), payload, random.nextInt(2), random.nextInt(9) == 0, false);
            } else if (entry instanceof Entry.Mark mark) {
                recorder.mark(mark.title(), mark.by());
            } else if (entry instanceof Entry.Outage) {
                recorder.sessionBegan();
                packet = 0;
            }
            if (random.nextInt(700) == 0) {
                restart("this up");
            }
        }
        settled();

        Recording recording = archive.recordings().getFirst();
        List<Entry> tape = new ArrayList<>();
        archive.entries(recording, recording.from()).forEachRemaining(tape::add);
        assertThat(tape).as("seed %d", seed).isEqualTo(lived);
        World world = World.empty();
        for (int n = 0; n < tape.size(); n++) {
            world = Fold.after(world, tape.get(n));
            if (random.nextInt(12) == 0) {
                assertThat(archive.worldAt(recording, tape.get(n).at()).kept())
                        .as("seed %d, entry %d", seed, n)
                        .isEqualTo(world.kept());
            }
        }
        assertThat(kinds(Entry.Outage.class)).as("seed %d", seed).isPositive();
    }

    @Test
    void oneUpIsOneRecordingHoweverOftenTheAppIsStarted() {
        said("a", "1");
        settled();
        restart("this up");
        assertThat(archive.recordings()).hasSize(1).allMatch(each -> each.to() == null && !each.kept());

        restart("the next");

        assertThat(archive.recordings()).hasSize(2);
        assertThat(archive.recordings().getFirst().to()).isNull();
        assertThat(archive.recordings().getLast().to()).isNotNull();
    }

    @Test
    void theOldestThatHasNoNameGoesFirst() {
        restart(4 << 20, "this up");
        flood(4000);
        Recording kept = archive.start("keep this", "me", true);
        flood(3000);
        kept = archive.stop(kept.id(), "me");
        flood(20_000);

        assertThat(used()).isLessThanOrEqualTo(4 << 20);
        Recording up = archive.recordings().getLast();
        assertThat(up.from()).isAfter(lived.get(10_000).at());
        List<Entry> inKept = new ArrayList<>();
        archive.entries(kept, kept.from()).forEachRemaining(inKept::add);
        assertThat(inKept).hasSizeGreaterThanOrEqualTo(3000);
        World world = World.empty();
        for (Entry entry : lived) {
            world = Fold.after(world, entry);
            if (entry.equals(inKept.getLast())) {
                assertThat(archive.worldAt(kept, entry.at()).kept()).isEqualTo(world.kept());
            }
        }
        assertThat(archive.worldAt(up, lived.getLast().at()).kept()).isEqualTo(world.kept());
        assertThat(recorder.state()).isEqualTo(new RecorderState.Recording());
    }

    @Test
    void keptRecordingsThatNeedMoreThanThereIsAreToldAndStay() {
        restart(2 << 20, "this up");
        Recording kept = archive.start("keep all of this", "me", true);
        flood(12_000);

        Awaitility.await().until(() -> recorder.state() instanceof RecorderState.Crowded);
        List<Entry> inKept = new ArrayList<>();
        archive.entries(kept, kept.from()).forEachRemaining(inKept::add);
        assertThat(inKept).hasSizeGreaterThanOrEqualTo(12_000);
    }

    @Test
    void aDatabaseThatIsTakenAwayIsBegunAnewWithWhatHeld() throws IOException {
        said("node/pi1", payload(1));
        settled();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        said("node/pi2", payload(1));
        settled();

        assertThat(messages()).isEqualTo(1);
        assertThat(world().said(topic("node/pi1"))).isNotNull();
        assertThat(world().said(topic("node/pi2"))).isNotNull();
        assertThat(archive.recordings()).hasSize(1);
    }

    private void flood(int many) {
        for (int n = 0; n < many; n++) {
            said("node/pi" + n % 9, payload(n + 1));
            if (n % 1000 == 999) {
                settled();
            }
        }
        settled();
    }

    private void start(long mostBytes, String up) {
        archive = new SqliteArchive(Archives.database(folder), wall, System::nanoTime);
        recorder = new Recorder(archive, mostBytes, up);
        recorder.listen(lived::add);
        recorder.start();
        Awaitility.await().until(() -> !(recorder.state() instanceof RecorderState.Failing));
    }

    private void restart(String up) {
        restart(MOST_BYTES, up);
    }

    private void restart(long mostBytes, String up) {
        recorder.close();
        start(mostBytes, up);
    }

    private void said(String topic, String payload) {
        deliver(++packet, topic, bytes(payload), 1, false, false);
    }

    private void retained(String topic, String payload) {
        deliver(++packet, topic, bytes(payload), 1, true, false);
    }

    private void again(int known, String topic, String payload) {
        deliver(known, topic, bytes(payload), 1, false, true);
    }

    private final AtomicInteger delivered = new AtomicInteger();

    private void deliver(int id, String topic, byte[] payload, int qos, boolean retained, boolean again) {
        delivered.incrementAndGet();
        recorder.take(new Delivery(
                System.nanoTime(),
                topic,
                payload,
                qos,
                retained,
                again,
                qos == 0 ? 0 : id,
                acknowledged::incrementAndGet));
    }

    /** Waits until all that was delivered is written, and until who listens and room are seen to, too. */
    private void settled() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20))
                .until(() -> acknowledged.get() == delivered.get());
        recorder.mark("settled", "the test");
        recorder.mark("settled", "the test");
    }

    private long messages() {
        return Rows.number(folder, "SELECT count(*) FROM event WHERE kind = 0");
    }

    private long used() {
        return Rows.number(
                folder,
                "SELECT (page_count - freelist_count) * page_size"
                        + " FROM pragma_page_count, pragma_freelist_count, pragma_page_size");
    }

    private long kinds(Class<? extends Entry> kind) {
        return lived.stream().filter(kind::isInstance).count();
    }

    private World world() {
        return archive.worldAt(archive.recordings().getFirst(), Instant.now().plusSeconds(9));
    }

    private static scatola.bus.Topic topic(String below) {
        return ((scatola.bus.Decoded.Value<scatola.bus.Topic>) Fold.topic(below)).value();
    }

    private static String payload(long seq) {
        return new String(Told.nodeState(1, seq).payload(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
