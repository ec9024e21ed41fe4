package scatola.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import scatola.it.box.Bus;
import scatola.it.box.Heard;
import scatola.it.box.Lab;
import scatola.it.box.Ran;

/**
 * The box that is measured: three Pis, and on each a guest of the image doge on the network {@code stage}.
 *
 * @param home the repository
 * @param lab the box as the lab has it
 * @param bus a listener on it
 * @param quick whether few samples will do
 */
record Box(Path home, Lab lab, Bus bus, boolean quick) {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Few, or many. */
    int times(int few, int many) {
        return quick ? few : many;
    }

    void create(String pi, String vm, String image, String ip) {
        bus.done(
                "node/" + pi + "/request/vm/create",
                "{'vm':'%s','image':'%s','nics':[{'network':'stage','ip':'%s'}],'state':'ON'}"
                        .formatted(vm, image, ip));
    }

    Heard running(String vm) {
        return bus.state("vm/" + vm, PATIENCE, state -> state.has("phase", "running"));
    }

    void delete(String pi, String vm) {
        bus.done("node/" + pi + "/request/vm/delete", "{'vm':'%s'}".formatted(vm));
        bus.awaitCleared("vm/" + vm, PATIENCE);
    }

    /** The guests that the sections expect. */
    void stageGuests(String image) {
        for (int i = 1; i <= 3; i++) {
            create("pi" + i, "doge" + i, image, "10.1.1.%d/24".formatted(i));
        }
        for (int i = 1; i <= 3; i++) {
            running("doge" + i);
        }
    }

    /** Runs a program of the machine. */
    Ran run(String... command) {
        return Ran.of(home, Map.of(), home.resolve("target/bench"), PATIENCE, List.of(command))
                .orThrow();
    }

    /** Runs a program in a Pi's network namespace. */
    Ran inside(String pi, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace(pi)));
        all.addAll(Arrays.asList(command));
        return run(all.toArray(String[]::new));
    }

    /** The broker's address as Pis see it. */
    String address() {
        return lab.switchAddress();
    }

    String namespace(String pi) {
        return "scatola-%s-%s".formatted(lab.instance(), pi);
    }

    static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    static double millis(long fromNanos, Heard to) {
        return (to.nanos() - fromNanos) / 1e6;
    }
}
