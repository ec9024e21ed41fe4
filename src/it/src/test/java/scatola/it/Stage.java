package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import scatola.bus.client.BusSettings;
import scatola.bus.testing.Minutes;
import scatola.it.box.Bus;
import scatola.it.box.Heard;
import scatola.it.box.Lab;

/**
 * The box that all tests of a JVM share: three Pis, and on each a guest of the image doge with an address on the network
 * {@code stage}. A test may change it as it likes; {@link #ready} puts it right for the next.
 */
final class Stage implements AutoCloseable {
    /** Until a guest has booted, on a machine that has other things to do as well. */
    static final Duration BOOT = Duration.ofSeconds(90);
    /** Until anything else is so. Exact figures are the benchmarks' matter. */
    static final Duration SOON = Duration.ofSeconds(20);
    /** Until a node shows as offline or online: 3 s are promised, of a machine that is not busy with tests. */
    static final Duration PRESENCE = Duration.ofSeconds(10);

    static final Path HOME = Path.of(System.getProperty("scatola.home", "../.."))
            .toAbsolutePath()
            .normalize();
    /** Each JVM's own, since they run side by side. */
    static final Path OUTPUTS = HOME.resolve("src/it/target/box").resolve(System.getProperty("scatola.fork", "fork-1"));

    static final List<String> PIS = List.of("pi1", "pi2", "pi3");
    private static final Map<String, String> GUESTS = Map.of("doge1", "pi1", "doge2", "pi2", "doge3", "pi3");
    private static final AtomicInteger TESTS = new AtomicInteger();

    private final Lab lab;
    private final Bus bus;
    private final Minutes minutes;

    private Stage(Lab lab) {
        this.lab = lab;
        this.bus = lab.bus();
        this.minutes = Minutes.of(BusSettings.of("127.0.0.1", lab.brokerPort(), "minutes"), "scatola");
    }

    static Stage up() {
        Lab lab = new Lab(HOME, "it", OUTPUTS);
        lab.scatola(Duration.ofMinutes(5), "up", "3").orThrow();
        return new Stage(lab);
    }

    Lab lab() {
        return lab;
    }

    Bus bus() {
        return bus;
    }

    /** What was said, held against the contract. */
    Minutes minutes() {
        return minutes;
    }

    /** Every Pi is online and has its guest, which runs and has its address, and there are no other guests. */
    void ready() {
        PIS.forEach(lab::plug);
        lab.up(PIS.size());
        PIS.forEach(pi -> bus.state("node/" + pi + "/availability", SOON, state -> state.has("state", "online")));
        for (Map.Entry<String, Heard> state : bus.states().entrySet()) {
            if (state.getKey().matches("vm/[^/]+")
                    && !GUESTS.containsKey(state.getKey().substring(3))) {
                delete(state.getKey().substring(3));
            }
        }
        GUESTS.forEach((vm, pi) -> {
            String address = "10.1.1.%s/24".formatted(vm.substring(4));
            Optional<Heard> state = bus.state("vm/" + vm);
            if (state.isEmpty()) {
                create(pi, vm, "doge", "{'network':'stage','ip':'%s'}".formatted(address));
            } else if (!state.get().has("state", "ON")) {
                bus.done("vm/" + vm + "/set", "{'state':'ON'}");
            } else if (state.get().has("phase", "paused")) {
                bus.done("vm/" + vm + "/request/resume", "{}");
            }
        });
        GUESTS.keySet().forEach(vm -> {
            String address = "10.1.1.%s/24".formatted(vm.substring(4));
            Heard state = running(vm);
            Heard link = bus.state("link/" + vm + "/stage", SOON, any -> true);
            if (!state.has("ip", address) || !link.has("state", "ON")) {
                bus.done("link/" + vm + "/stage/set", "{'state':'ON','ip':'%s'}".formatted(address));
            }
        });
    }

    /** Asks for a guest that is to run; {@link #running} waits for it. */
    void create(String pi, String vm, String image, String nics) {
        bus.done(
                "node/" + pi + "/request/vm/create",
                "{'vm':'%s','image':'%s','nics':[%s],'state':'ON'}".formatted(vm, image, nics));
    }

    /** Waits until the guest runs and answers. */
    Heard running(String vm) {
        return bus.state("vm/" + vm, BOOT, state -> state.has("phase", "running"));
    }

    void delete(String vm) {
        String node = bus.state("vm/" + vm).orElseThrow().json().path("node").asText();
        bus.done("node/" + node + "/request/vm/delete", "{'vm':'%s'}".formatted(vm));
        bus.awaitCleared("vm/" + vm, SOON);
    }

    /**
     * Begins a traffic test.
     *
     * @param vm in which guest
     * @param operation which test
     * @param fields of the request, without braces
     */
    Traffic begin(String vm, String operation, String fields) {
        String test = "%s-%s-%d".formatted(operation, vm, TESTS.incrementAndGet());
        int since = bus.now();
        bus.done("vm/" + vm + "/request/" + operation, "{'test':'%s',%s}".formatted(test, fields));
        return new Traffic(bus, vm, test, since);
    }

    Traffic ping(String vm, String to) {
        return begin(vm, "ping", "'to':'%s'".formatted(to));
    }

    /** A few pings: does the one reach the other? */
    void reaches(String vm, String to) {
        Traffic ping = ping(vm, to);
        ping.sample("a reply from " + to, SOON, Traffic::isReply);
        ping.stop();
    }

    /** A few pings, and none is answered. */
    void doesNotReach(String vm, String to) {
        Heard result = begin(vm, "ping", "'to':'%s','count':3".formatted(to)).result(SOON);
        assertThat(result.json().path("verdict").asText()).as(result.text()).isEqualTo("unreachable");
        assertThat(result.json().path("received").asInt()).isZero();
    }

    /** Runs a program in a guest; gives what it printed, a line each. */
    List<String> exec(String vm, String... argv) {
        Traffic exec = begin(vm, "exec", "'argv':" + json(argv));
        Heard result = exec.result(SOON);
        assertThat(result.json().path("verdict").asText()).as(result.text()).isEqualTo("ok");
        return exec.samples().stream()
                .map(sample -> sample.json().path("text").asText())
                .toList();
    }

    private static String json(String... words) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        Stream.of(words).forEach(array::add);
        return array.toString().replace("'", "\\u0027"); // the bus takes ' for "
    }

    Heard availability(String pi, String state, int since) {
        return bus.await(
                "%s is %s".formatted(pi, state),
                since,
                PRESENCE,
                "node/" + pi + "/availability",
                heard -> heard.has("state", state));
    }

    Predicate<Heard> newerThan(Heard old) {
        return state -> state.json().path("session").asLong()
                > old.json().path("session").asLong();
    }

    @Override
    public void close() {
        minutes.close();
        bus.close();
        keepLogs();
        lab.scatola(Duration.ofMinutes(1), "down").orThrow();
        assertThat(lab.left()).as("left after down").isEmpty();
    }

    private void keepLogs() {
        try (Stream<Path> logs = Files.list(lab.folder("lab"))) {
            for (Path log :
                    logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.copy(log, OUTPUTS.resolve(log.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
