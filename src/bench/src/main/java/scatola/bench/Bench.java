package scatola.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import scatola.it.box.Bus;
import scatola.it.box.Lab;

/** {@code ./scatola bench}: measures everything, prints a table and writes JSON. */
public final class Bench {
    /** Longer than ever needed: what hangs must not hang for ever. */
    private static final Duration AT_MOST = Duration.ofMinutes(25);

    private final Path home;
    private final boolean quick;
    private final String only;
    private final Machine machine;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private Bench(Path home, boolean quick, String only) {
        this.home = home;
        this.quick = quick;
        this.only = only;
        this.machine = new Machine();
    }

    /**
     * @param args where to write JSON; {@code --quick} for few samples; {@code --box}, {@code --timeline} or {@code --bus}
     *     for only that
     * @throws IOException if the JSON cannot be written
     */
    public static void main(String[] args) throws IOException {
        Path json = Path.of(args[0]);
        boolean quick = List.of(args).contains("--quick");
        Logger.getLogger("scatola").setLevel(Level.SEVERE);
        Thread.ofPlatform().daemon().name("end").start(Bench::end);
        String only = Stream.of("box", "timeline", "bus")
                .filter(part -> List.of(args).contains("--" + part))
                .findFirst()
                .orElse("all");
        Bench bench = new Bench(Path.of(System.getProperty("scatola.home")).toAbsolutePath(), quick, only);
        bench.run();
        bench.tell();
        bench.write(json);
        System.exit(bench.failures.isEmpty() ? 0 : 1);
    }

    /** The seal ends with this process, and everything inside with the seal. */
    private static void end() {
        try {
            Thread.sleep(AT_MOST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.err.println("the benchmarks took longer than %s and were ended".formatted(AT_MOST));
        Runtime.getRuntime().halt(1);
    }

    private void run() {
        if (measures("box")) {
            box();
        }
        if (measures("timeline")) {
            timeline();
        }
        if (measures("bus")) {
            bus();
        }
    }

    private boolean measures(String part) {
        return only.equals("all") || only.equals(part);
    }

    private void box() {
        ComingUp comingUp = new ComingUp(home, home.resolve("target/bench"), quick);
        attempt("box brought up", () -> figures.add(comingUp.measure("doge", 20)));
        if (Files.exists(home.resolve("images/doge-tiny/image.json"))) {
            attempt("box brought up with the tiny kernel", () -> figures.add(comingUp.measure("doge-tiny", 10)));
        } else {
            notes.add("images/doge-tiny is not built, so nothing was measured with the tiny kernel:"
                    + " ./scatola image build --kernel tiny");
        }
        Lab lab = new Lab(home, "bench", home.resolve("target/bench"));
        try {
            lab.up(3);
            try (Bus bus = lab.bus()) {
                Box box = new Box(home, lab, bus, quick);
                attempt("guests booted", () -> box.stageGuests("doge"));
                for (Section section : List.of(
                        new SwitchedLinks(),
                        new PulledCables(),
                        new MovedAddresses(),
                        new StartedNode(),
                        new BootedGuests())) {
                    attempt(section.title(), () -> figures.addAll(section.measure(box)));
                }
            }
        } finally {
            lab.down();
        }
        lab.left().forEach(left -> failures.add("left after down: " + left));
    }

    private void timeline() {
        Path outputs = home.resolve("target/bench");
        attempt("flood recorded", () -> figures.addAll(new RecordedFlood(home, outputs, quick).measure()));
        attempt("hour replayed", () -> figures.addAll(new ReplayedHour(home, outputs, quick).measure()));
    }

    private void bus() {
        attempt(
                "guests discovered",
                () -> figures.addAll(new DiscoveredGuests(home, home.resolve("target/bench"), quick).measure()));
        attempt(
                "links switched off on a secured bus",
                () -> figures.add(new SecuredBus(home, home.resolve("target/bench"), quick).measure()));
    }

    /** A part that breaks is told and makes the run fail, but does not keep the others from being measured. */
    private void attempt(String title, Runnable part) {
        System.out.println("measuring: " + title);
        try {
            part.run();
        } catch (RuntimeException | AssertionError e) {
            failures.add("%s: %s".formatted(title, e));
            System.out.println("broken: " + failures.getLast());
        }
    }

    private void tell() {
        System.out.println();
        System.out.println(Table.of(figures));
        System.out.println();
        System.out.println(machine.words());
        notes.forEach(System.out::println);
        failures.forEach(failure -> System.out.println("broken: " + failure));
    }

    private void write(Path file) throws IOException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode all = mapper.createObjectNode();
        all.set("machine", machine.json());
        all.put("quick", quick);
        ArrayNode lines = all.putArray("figures");
        figures.forEach(figure -> lines.add(figure.json()));
        notes.forEach(all.putArray("notes")::add);
        failures.forEach(all.putArray("failures")::add);
        Files.createDirectories(file.toAbsolutePath().getParent());
        mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
        System.out.println("written to " + file);
    }
}
