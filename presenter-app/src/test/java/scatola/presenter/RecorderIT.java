package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestBroker.Brand;
import scatola.bus.testing.TestClient;
import scatola.presenter.timeline.Rows;

/** The packaged app records what is said over a real broker, whatever dies meanwhile. */
@ParameterizedClass
@EnumSource
class RecorderIT {
    private static final String NUMBERS = "FROM event e JOIN topic t ON t.id = e.topic WHERE t.text = 'numbers'";
    private static final String OUTAGES = "SELECT count(*) FROM event WHERE kind = 1";
    private static final String GAPS = "SELECT count(*) FROM event WHERE kind = 3";

    private final TestBroker broker;
    private final AtomicInteger said = new AtomicInteger();

    @TempDir
    Path folder;

    private PackagedApp app;

    RecorderIT(Brand brand) {
        broker = brand.start();
    }

    /** The recordings lie on a disk of their own, so that it can be full. */
    @BeforeEach
    void start() throws Exception {
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder.toString())
                .inheritIO()
                .start();
        assertThat(mount.waitFor()).isZero();
        app = launch();
    }

    @AfterEach
    void end() {
        app.close();
        broker.close();
    }

    @Test
    void whatIsSaidWhileTheAppIsKilledIsNeitherLostNorThereTwice() throws Exception {
        awaitRecording();
        Thread speaker = new Thread(() -> say(6000, 1000));
        speaker.start();
        for (int kill = 1; kill <= 4; kill++) {
            int until = kill * 1200;
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> said.get() >= until);
            app.process().destroyForcibly().waitFor();
            app = launch();
        }
        speaker.join();

        awaitNumbers(6000);
        assertOnceAndInOrder(6000);
        assertThat(Rows.number(folder, OUTAGES)).isZero();
        assertThat(Rows.number(folder, "SELECT count(*) FROM recording WHERE up = 'this up'"))
                .isEqualTo(1);
    }

    @Test
    void aBrokerThatBeginsAnewIsAnOutageAndNothingIsThereTwice() throws Exception {
        awaitRecording();
        say(300, 1000);
        awaitNumbers(300);

        broker.restart();

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Rows.number(folder, OUTAGES) == 1);
        say(300, 1000);
        awaitNumbers(600);
        assertOnceAndInOrder(600);
    }

    @Test
    void aFullDiskIsToldAndWhatTheBrokerHeldIsWrittenWhenThereIsRoom() throws Exception {
        awaitRecording();
        say(100, 1000);
        awaitNumbers(100);
        Path ballast = folder.resolve("ballast");
        fill(ballast);

        say(3000, 3000);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> app.get("/api/status").body().contains("tape    FAILS: the timeline in "));
        assertThat(app.get("/health").statusCode()).isEqualTo(200);
        assertThat(app.post("/api/shows", """
                show: Look
                steps:
                  - say: Look.
                """).body()).endsWith("\nshow: passed\n");
        Files.delete(ballast);
        awaitNumbers(3100);
        assertOnceAndInOrder(3100);
        Awaitility.await().until(() -> Rows.number(folder, GAPS) == 1);
        assertThat(app.get("/api/status").body()).contains("tape    records '");
    }

    @Test
    void aBrokenDatabaseIsPutAsideAndANewOneBegun() throws Exception {
        awaitRecording();
        app.process().destroyForcibly().waitFor();
        Files.write(folder.resolve("timeline.db"), new byte[100_000]);
        Files.deleteIfExists(folder.resolve("timeline.db-wal"));

        app = launch();

        awaitRecording();
        say(100, 1000);
        awaitNumbers(100);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("timeline.db.broken-"));
        }
    }

    /** Says as many more numbers, so many a second at most; each is said when the broker has it. */
    private void say(int many, int aSecond) {
        try (TestClient client = TestClient.connect(broker)) {
            long begin = System.nanoTime();
            for (int n = 0; n < many; n++) {
                client.publish("scatola/numbers", "%06d".formatted(said.get()));
                said.incrementAndGet();
                LockSupport.parkNanos(begin + n * 1_000_000_000L / aSecond - System.nanoTime());
            }
        }
    }

    private void awaitRecording() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> app.get("/api/status").body().contains("tape    records '"));
    }

    private void awaitNumbers(int many) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Rows.number(folder, "SELECT count(*) " + NUMBERS))
                        .isGreaterThanOrEqualTo(many));
    }

    private void assertOnceAndInOrder(int many) {
        assertThat(Rows.number(folder, "SELECT count(*) " + NUMBERS)).isEqualTo(many);
        assertThat(Rows.number(folder, "SELECT count(DISTINCT payload) " + NUMBERS))
                .isEqualTo(many);
        assertThat(Rows.number(
                        folder,
                        "SELECT count(*) FROM (SELECT payload, lag(payload) OVER (ORDER BY at_us) AS before "
                                + NUMBERS
                                + ") WHERE before >= payload"))
                .isZero();
    }

    private PackagedApp launch() {
        return new PackagedApp(broker, Map.of("SCATOLA_RECORDINGS", folder.toString(), "SCATOLA_UP", "this up"));
    }

    /** Takes all the room there is. */
    private static void fill(Path ballast) {
        byte[] portion = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(portion);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}
