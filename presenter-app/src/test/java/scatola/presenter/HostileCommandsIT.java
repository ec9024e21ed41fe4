package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import scatola.bus.testing.Barrage;
import scatola.bus.testing.HostileCommands;
import scatola.bus.testing.HostileCommands.Hostile;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;

/**
 * The packaged app, alone on a bus on which thousands of commands are sent that nobody should send: it answers for the box,
 * and for guests and nodes that are not there, and records all of it.
 */
class HostileCommandsIT {
    private static final int COMMANDS = 10_000;
    /** For who is not there it answers after a second. */
    private static final int AT_ONCE = 2000;

    private static final long MOST_GROWTH_BYTES = 8 << 20;
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void ofTenThousandHostileCommandsEachIsAnsweredOnceAndNoneThatIsWrongChangesAnything() throws Exception {
        long seed = Long.getLong("scatola.seed", System.nanoTime());
        System.out.println("HostileCommandsIT seed " + seed + " (-Dscatola.seed=" + seed + " repeats it)");
        HostileCommands commands = new HostileCommands(seed);
        try (Mosquitto broker = Mosquitto.start();
                PackagedApp app = new PackagedApp(broker);
                TestClient client = TestClient.connect(broker);
                Barrage barrage = new Barrage(broker, COMMANDS, List.of("scatola/box/state", "scatola/box/info"))) {
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> app.get("/api/status").body().contains("tape    records"));
            String idle = box(barrage);
            long early = 0;
            for (int sent = 0; sent < COMMANDS; sent += AT_ONCE) {
                List<Hostile> some = commands.next(AT_ONCE);
                Map<String, String> states = barrage.states();
                int told = barrage.told();

                barrage.fire(some.stream().filter(one -> !one.sound()).toList());

                assertThat(barrage.states()).as("seed %d", seed).isEqualTo(states);
                assertThat(barrage.told()).as("seed %d", seed).isEqualTo(told);
                // a show gives commands of its own, whose answers would be counted here
                barrage.fire(some.stream()
                        .filter(one -> one.sound() && !one.topic().endsWith("/request/show"))
                        .toList());
                stop(client, "record/stop");
                Awaitility.await().atMost(SOON).until(() -> box(barrage).equals(idle));
                if (sent == COMMANDS / 5) {
                    early = heap(app);
                }
            }
            barrage.check();
            assertThat(heap(app) - early).as("seed %d: the heap's growth", seed).isLessThan(MOST_GROWTH_BYTES);
            assertThat(app.get("/api/box").statusCode()).isEqualTo(200);
        }
    }

    /** Until there is nothing more of it to stop. */
    private static void stop(TestClient client, String operation) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> TestClient.text(client.request("scatola/box/request/" + operation, ""))
                        .contains("\"error\":"));
    }

    /** What the box does, without what it did before. */
    private static String box(Barrage barrage) {
        return Objects.requireNonNull(barrage.states().get("scatola/box/state"), "no state of the box")
                .replaceFirst("\"last\":\\{[^}]*},?", "");
    }

    /** The bytes of all that lives, after a garbage collection. */
    private static long heap(PackagedApp app) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                        Long.toString(app.process().pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String last = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .reduce("", (before, line) -> line.isBlank() ? before : line);
        assertThat(last).startsWith("Total");
        return Long.parseLong(last.strip().split(" +", -1)[2]);
    }
}
