package scatola.bus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mosquitto on a free port, with the broker's own configuration: the system's program, or one in a container. */
public final class Mosquitto implements TestBroker {
    private final TestBroker broker;

    private Mosquitto(TestBroker broker) {
        this.broker = broker;
    }

    /**
     * @param configuration further lines of mosquitto.conf(5)
     * @return a broker that takes connections
     * @throws IllegalStateException if there is no mosquitto and nothing to run one in, or it does not like its
     *     configuration
     */
    public static Mosquitto start(String... configuration) {
        return new Mosquitto(
                switch (MosquittoSource.of(program(), BrokerContainer::isPossible)) {
                    case MosquittoSource.Program program -> process(program.path(), configuration);
                    case MosquittoSource.Container container -> container(configuration);
                    case MosquittoSource.Missing missing -> throw new IllegalStateException(missing.reason());
                });
    }

    @Override
    public int port() {
        return broker.port();
    }

    @Override
    public void stop() {
        broker.stop();
    }

    @Override
    public void kill() {
        broker.kill();
    }

    @Override
    public void restart() {
        broker.restart();
    }

    @Override
    public void freeze() {
        broker.freeze();
    }

    @Override
    public void thaw() {
        broker.thaw();
    }

    @Override
    public String log() {
        return broker.log();
    }

    @Override
    public void close() {
        broker.close();
    }

    static String demanded() {
        Path program = program();
        if (program == null) {
            throw new IllegalStateException("there is no mosquitto here: apt-get install mosquitto");
        }
        return program.toString();
    }

    /** Debian has it in /usr/sbin, which is not on everybody's path. */
    private static @Nullable Path program() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static TestBroker process(Path program, String... further) {
        int port = BrokerProcess.freePort();
        try {
            Path folder = Files.createTempDirectory("mosquitto");
            Path file = Files.writeString(folder.resolve("mosquitto.conf"), configuration(port, "root", further));
            return new BrokerProcess(port, folder, List.of(program.toString(), "-c", file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestBroker container(String... further) {
        int port = BrokerProcess.freePort();
        List<Path> files = Stream.of(further)
                .map(line -> Path.of(line.substring(line.lastIndexOf(' ') + 1)))
                .filter(path -> path.isAbsolute() && Files.isRegularFile(path))
                .toList();
        return new BrokerContainer(port, configuration(port, "mosquitto", further), files);
    }

    private static String configuration(int port, String user, String... further) {
        Stream<String> lines = Home.read("broker/mosquitto.conf")
                .lines()
                .filter(line -> !line.contains("@ADDRESS@"))
                // standard output is told late when it is a file; tests read what has been logged so far
                .map(line -> line.equals("log_dest stdout") ? "log_dest stderr" : line)
                .map(line -> line.replace("@PORT@", Integer.toString(port)).replace("@USER@", user));
        return Stream.concat(lines, Stream.of(further)).collect(Collectors.joining("\n", "", "\n"));
    }
}
