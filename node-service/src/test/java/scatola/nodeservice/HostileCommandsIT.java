package scatola.nodeservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import scatola.bus.testing.Barrage;
import scatola.bus.testing.HostileCommands;
import scatola.bus.testing.HostileCommands.Hostile;
import scatola.bus.testing.Mosquitto;

/**
 * A node that is sent thousands of commands that nobody should send. It has no QEMU, so that those which happen to be
 * right start nothing.
 */
class HostileCommandsIT {
    private static final int COMMANDS = 10_000;
    private static final int AT_ONCE = 250;
    private static final long MOST_GROWTH_BYTES = 8 << 20;
    private static final String CREATE = """
        {"vm":"%s","image":"doge","nics":[{"network":"stage","mac":"52:54:00:00:00:0%d","ip":"10.1.1.%d/24"}]}\
        """;

    @Test
    void ofTenThousandHostileCommandsEachIsAnsweredOnceAndNoneThatIsWrongChangesAnything() throws Exception {
        long seed = Long.getLong("scatola.seed", System.nanoTime());
        System.out.println("HostileCommandsIT seed " + seed + " (-Dscatola.seed=" + seed + " repeats it)");
        HostileCommands commands = new HostileCommands(seed);
        ConcurrentLinkedQueue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> uncaught.add(problem));
        try (Mosquitto broker = Mosquitto.start();
                TestNode pi1 = TestNode.start(settings(broker));
                Director director = new Director(broker);
                Barrage barrage = new Barrage(
                        broker,
                        COMMANDS,
                        List.of("scatola/vm/+", "scatola/link/+/+", "scatola/uplink/+", "scatola/node/+/event"))) {
            long early = 0;
            for (int sent = 0; sent < COMMANDS; sent += AT_ONCE) {
                setUp(pi1, director);
                List<Hostile> some = commands.next(AT_ONCE).stream()
                        .map(one -> one.topic().contains("/box/")
                                ? new Hostile(one.topic(), one.payload(), one.sound(), false)
                                : one)
                        .toList();
                Map<String, String> states = barrage.states();
                Map<String, String> files = files(pi1.settings().folder());
                int told = barrage.told();

                barrage.fire(some.stream().filter(one -> !one.sound()).toList());

                assertThat(barrage.states()).as("seed %d", seed).isEqualTo(states);
                assertThat(barrage.told()).as("seed %d", seed).isEqualTo(told);
                assertThat(files(pi1.settings().folder())).as("seed %d", seed).isEqualTo(files);
                // a cable that is really pulled is seen some time later, when others are to change nothing
                List<Hostile> sound = some.stream()
                        .filter(one -> one.sound() && !one.topic().contains("/uplink/"))
                        .toList();
                // what comes for a guest that has gone is not for the node to answer
                barrage.fire(sound.stream().filter(one -> !isDelete(one)).toList());
                barrage.fire(sound.stream().filter(HostileCommandsIT::isDelete).toList());
                if (sent == COMMANDS / 5) {
                    early = heap();
                }
            }
            setUp(pi1, director);
            barrage.check();
            assertThat(heap() - early).as("seed %d: the heap's growth", seed).isLessThan(MOST_GROWTH_BYTES);
            assertThat(uncaught).isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }

    private static boolean isDelete(Hostile command) {
        return command.topic().endsWith("/vm/delete");
    }

    /** Two guests that are off, and no others. */
    private static void setUp(TestNode pi1, Director director) {
        director.client().forget();
        pi1.node()
                .vms()
                .all()
                .forEach(vm -> director.done(
                        "node/pi1/request/vm/delete",
                        "{\"vm\":\"%s\"}".formatted(vm.snapshot().definition().vm())));
        director.done("node/pi1/request/vm/create", CREATE.formatted("doge1", 1, 1));
        director.done("node/pi1/request/vm/create", CREATE.formatted("doge2", 2, 2));
    }

    private static NodeSettings settings(Mosquitto broker) {
        NodeSettings usual = TestNode.settings(broker, "pi1", TestNode.folder());
        return new Variation(usual)
                .programs(usual.folder().toString())
                .uplink("none")
                .settings();
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file.toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
