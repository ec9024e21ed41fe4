package scatola.presenter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.message.Phase;
import scatola.bus.testing.Mosquitto;
import scatola.presenter.box.Told;
import scatola.presenter.picture.Onlooker;
import scatola.presenter.timeline.Archives;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.SqliteArchive;

/** Guests' consoles over WebSocket, live and in replays, from the packaged app. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsolesIT {
    private static final int TAIL = 64 * 1024;

    private final Mosquitto broker = Mosquitto.start();
    private final FakeBox box = new FakeBox(broker, "pi1", "pi2");
    private final FakeNode pi1 = box.node("pi1");
    private final List<AutoCloseable> open = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private PackagedApp app;

    @SuppressWarnings("NullAway.Init")
    private Recording recording;

    @BeforeAll
    void start(@TempDir Path folder) {
        try (SqliteArchive archive = Archives.in(folder)) {
            recording = Archives.imported(archive, "a console", recorded());
        }
        app = new PackagedApp(broker, Map.of("SCATOLA_RECORDINGS", folder.toString()));
    }

    @AfterEach
    void leave() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
    }

    @AfterAll
    void end() {
        app.close();
        box.close();
        broker.close();
    }

    @Test
    void twoSeeTheSameAndBothType() {
        FakeConsole console = guest("pair");
        console.print("login: ");
        ConsoleClient one = look("pair");
        ConsoleClient other = look("pair");
        assertThat(one.await("\"console\""))
                .isEqualTo("{\"type\":\"console\",\"vm\":\"pair\",\"typing\":true,\"live\":true}");
        one.awaitSeen("login: ");
        other.awaitSeen("login: ");

        one.type("rööt\n");
        one.awaitSeen("\n");
        other.type(new byte[] {0, -1, 'x'});

        String all = "login: " + new String("rööt\n".getBytes(UTF_8), ISO_8859_1) + "\0\377x";
        one.awaitSeen("x");
        other.awaitSeen("x");
        assertThat(new String(one.bytes(), ISO_8859_1)).isEqualTo(all);
        assertThat(new String(other.bytes(), ISO_8859_1)).isEqualTo(all);
        assertThat(one.texts()).containsExactly(one.texts().getFirst(), "{\"type\":\"scrollback\",\"bytes\":7}");
    }

    @Test
    void betweenThePastAndThePresentNothingIsMissingOrDoubled() throws Exception {
        FakeConsole console = guest("busy");
        SplittableRandom random = new SplittableRandom(5);
        console.print("x".repeat(2 * TAIL));
        AtomicBoolean enough = new AtomicBoolean();
        Thread printing = Thread.ofPlatform().start(() -> {
            while (!enough.get()) {
                console.print("yes\n".repeat(random.nextInt(1, 20)));
                LockSupport.parkNanos(random.nextLong(2_000_000));
            }
        });
        List<ConsoleClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ConsoleClient client = look("busy");
            client.awaitThat("past and present", seen -> seen.received() > TAIL + 2000);
            clients.add(client);
            if (i == 1) {
                // so that the node is asked again
                clients.forEach(ConsoleClient::close);
                Awaitility.await()
                        .until(() -> broker.log().contains("console-laptop-busy disconnected")
                                || broker.log().contains("console-laptop-busy closed"));
                clients.clear();
            }
        }
        enough.set(true);
        printing.join();
        console.print("the end");

        byte[] printed = console.printed();
        for (ConsoleClient client : clients) {
            client.awaitSeen("the end");
            byte[] seen = client.withGaps(printed);
            assertThat(client.texts().get(1)).isEqualTo("{\"type\":\"scrollback\",\"bytes\":%d}".formatted(TAIL));
            assertThat(client.texts()).hasSize(2);
            assertThat(seen).isEqualTo(Arrays.copyOfRange(printed, printed.length - seen.length, printed.length));
        }
    }

    @Test
    void aFloodCostsWhoDoesNotReadItWhatIsOldAndNobodyElseAnything() throws Exception {
        FakeConsole console = guest("flood");
        console.print("begin");
        ConsoleClient quick = look("flood");
        ConsoleClient slow = look("flood");
        quick.awaitSeen("begin");
        slow.awaitSeen("begin");
        slow.stopReading();
        SplittableRandom random = new SplittableRandom(6);
        int size = 5;

        // more than all buffers on the way hold
        for (int i = 0; i < 160; i++) {
            byte[] piece = new byte[16 * 1024];
            for (int j = 0; j < 8; j++) {
                random.nextBytes(piece);
                console.print(piece.clone());
                size += piece.length;
            }
            int until = size;
            quick.awaitThat("all of it", client -> client.received() == until);
        }
        assertThat(app.get("/api/box").statusCode()).isEqualTo(200);
        slow.readAgain();
        console.print("the end");

        byte[] printed = console.printed();
        quick.awaitThat("all of it", client -> client.received() == printed.length);
        assertThat(quick.bytes()).isEqualTo(printed);
        slow.awaitSeen("the end");
        assertThat(slow.texts()).anyMatch(text -> text.contains("skipped"));
        assertThat(slow.bytes().length).isLessThan(printed.length);
        assertThat(slow.withGaps(printed)).isEqualTo(printed);
        assertThat(quick.longest()).isLessThanOrEqualTo(TAIL);
    }

    @Test
    void whoAsksForAGuestThatIsNotThereIsTold() {
        assertThat(connected("/api/consoles/nobody").await("error"))
                .contains("there is no guest nobody: GET /api/box lists them");
        assertThat(connected("/api/consoles/nobody").closed()).isEqualTo(4404);
        assertThat(connected("/api/consoles/No%20Name").await("error")).contains("is no guest name");
    }

    @Test
    void tooMuchAtOnceIsNotTypedAtAll() {
        FakeConsole console = guest("paste");
        ConsoleClient client = look("paste");
        client.await("scrollback");

        client.type("x".repeat(4097));
        assertThat(client.await("error")).contains("4097 bytes at once are more than 4096");
        for (int i = 0; i < 40; i++) {
            client.type("%02d".formatted(i).repeat(2048));
        }
        client.await("more than 65536 bytes a second");
        Awaitility.await().until(() -> console.typed().length() >= 16 * 4096);
        assertThat(console.typed().length() % 4096).isZero();
        assertThat(console.typed()).doesNotContain("x");

        client.type("x".repeat(20_000));
        assertThat(client.closed()).isEqualTo(1009);
    }

    @Test
    void aGuestThatGoesAndComesIsTold() {
        FakeConsole console = guest("mortal");
        ConsoleClient client = look("mortal");
        client.await("scrollback");

        pi1.drop("mortal");
        client.await("gone");
        client.type("x");
        assertThat(client.await("error")).contains("mortal does not run, so nothing was typed");
        pi1.hold("mortal", "10.1.1.7/24");
        client.await("back");
        awaitGuest("mortal");
        client.type("hello");
        client.awaitSeen("hello");

        assertThat(console.typed()).isEqualTo("hello");
    }

    @Test
    void nothingIsTypedTowardsANodeThatIsAway() throws Exception {
        FakeNode pi2 = box.node("pi2");
        pi2.hold("remote", "10.1.1.8/24");
        FakeConsole console = pi2.console("remote");
        awaitGuest("remote");
        ConsoleClient client = look("remote");
        client.await("scrollback");

        pi2.unplug();
        Awaitility.await()
                .until(() -> Onlooker.read(app.get("/api/box").body())
                        .at("/nodes/pi2/standing")
                        .asText()
                        .equals("offline"));
        client.type("x");
        assertThat(client.await("error")).contains("pi2, where remote runs, is not online, so nothing was typed");
        pi2.plug();

        assertThat(console.typed()).isEmpty();
    }

    @Test
    void theLossOfTheBrokerIsToldAndAfterItThePastComesAgain() {
        FakeConsole console = guest("lasting");
        console.print("before");
        ConsoleClient client = look("lasting");
        client.awaitSeen("before");

        broker.kill();
        client.await("lost");
        client.type("x");
        assertThat(client.await("error")).contains("the broker is away, so nothing was typed");
        console.print(", meanwhile");
        broker.restart();
        client.await("back");
        client.awaitThat("the past", seen -> seen.since("reset").equals("before, meanwhile"));
        // who types right then may be told that the broker is still away
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    client.type("!");
                    return client.since("reset").startsWith("before, meanwhile!");
                });

        assertThat(client.texts().stream().filter(text -> !text.contains("error")))
                .containsExactly(
                        "{\"type\":\"console\",\"vm\":\"lasting\",\"typing\":true,\"live\":true}",
                        "{\"type\":\"scrollback\",\"bytes\":6}",
                        "{\"type\":\"lost\"}",
                        "{\"type\":\"back\"}",
                        "{\"type\":\"reset\"}",
                        "{\"type\":\"scrollback\",\"bytes\":17}");
    }

    @Test
    void whenNobodyLooksNobodyListens() {
        guest("alone");
        ConsoleClient one = look("alone");
        ConsoleClient other = look("alone");
        one.await("scrollback");
        other.await("scrollback");
        assertThat(broker.log().split("as scatola-console-laptop-alone ", -1)).hasSize(2);

        one.close();
        other.close();

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> broker.log().contains("Client scatola-console-laptop-alone disconnected"));
    }

    @Test
    void aReplayShowsTheConsoleOfItsMomentAndNothingCanBeTyped() throws Exception {
        long id = replay("{\"recording\":%d,\"paused\":true,\"from\":1.5,\"speed\":4}");
        ConsoleClient client = connected("/api/replays/%d/consoles/doge1".formatted(id));
        assertThat(client.await("\"console\""))
                .isEqualTo("{\"type\":\"console\",\"vm\":\"doge1\",\"typing\":false,\"live\":false}");
        client.awaitSeen("line 0\nline 1\n");

        app.post("/api/replays/" + id, "{\"do\":\"play\"}");
        client.awaitSeen("line 7\n");
        assertThat(new String(client.bytes(), ISO_8859_1)).startsWith(lines(8));
        assertThat(client.texts()).hasSize(2);
        app.post("/api/replays/" + id, "{\"do\":\"pause\"}");
        app.post("/api/replays/" + id, "{\"do\":\"seek\",\"t\":4.5}");
        client.awaitThat("the moment", seen -> seen.since("reset").equals(lines(5)));
        client.type("x");

        assertThat(client.await("error")).contains("this is a replay: nothing can be typed into it");
        assertThat(client.texts()).contains("{\"type\":\"reset\"}", "{\"type\":\"scrollback\",\"bytes\":35}");
        app.send(app.request("/api/replays/" + id).DELETE());
        assertThat(client.closed()).isEqualTo(1001);
    }

    @Test
    void whatAReplayHasNotIsTold() throws Exception {
        long id = replay("{\"recording\":%d,\"paused\":true}");

        assertThat(connected("/api/replays/%d/consoles/doge9".formatted(id)).await("error"))
                .contains("doge9 has put out nothing in this recording");
        assertThat(connected("/api/replays/%d/consoles/doge9".formatted(id)).closed())
                .isEqualTo(4404);
        assertThat(connected("/api/replays/99/consoles/doge1").await("error")).contains("no such replay");
        assertThat(connected("/api/replays/99/consoles/doge1").closed()).isEqualTo(4404);
    }

    private static List<Entry> recorded() {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry.Message(
                Told.at(0),
                "vm/doge1",
                Bytes.of(Told.guest("pi1", 1, 1, Phase.RUNNING, null).json().toString()),
                1,
                true));
        for (int i = 0; i < 12; i++) {
            entries.add(new Entry.Message(
                    Told.at(i + 0.1), "vm/doge1/console/out", Bytes.of("line %d\n".formatted(i)), 0, false));
        }
        return entries;
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("line ").append(i).append('\n');
        }
        return lines.toString();
    }

    private long replay(String wish) throws Exception {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> app.get("/api/status").body().contains("tape    records"));
        return Onlooker.read(
                        app.post("/api/replays", wish.formatted(recording.id())).body())
                .path("id")
                .asLong();
    }

    private FakeConsole guest(String vm) {
        FakeConsole console = pi1.console(vm);
        pi1.hold(vm, "10.1.1.1/24");
        awaitGuest(vm);
        return console;
    }

    private void awaitGuest(String vm) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Onlooker.read(app.get("/api/box").body())
                        .at("/guests/%s/phase".formatted(vm))
                        .asText()
                        .equals("running"));
    }

    private ConsoleClient look(String vm) {
        return connected("/api/consoles/" + vm);
    }

    private ConsoleClient connected(String path) {
        ConsoleClient client = new ConsoleClient(app, path);
        open.add(client);
        return client;
    }
}
