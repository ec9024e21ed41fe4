package scatola.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;

/** A program that does nothing but be on the bus: what any service in Java would take, before it does anything. */
final class BareClient {
    /** Where it says that it is there. Below test/, where the bench listens. */
    static final String TOPIC = "test/bench-bare";

    private BareClient() {}

    /** @param args the broker's host and port */
    public static void main(String[] args) throws InterruptedException {
        BusSettings settings = BusSettings.of(args[0], Integer.parseInt(args[1]), "bench-bare");
        try (BusConnection connection = new BusConnection(settings, new Presence())) {
            connection.start();
            new CountDownLatch(1).await();
        }
    }

    private static final class Presence implements BusOwner {
        @Override
        public Outgoing will() {
            return saying("offline");
        }

        @Override
        public void connected(Publisher first) {
            var unused = first.publish(saying("online"));
        }

        private static Outgoing saying(String state) {
            return Outgoing.of(
                    "scatola/" + TOPIC, "{\"state\":\"%s\"}".formatted(state).getBytes(UTF_8));
        }
    }

    /**
     * One that runs on a Pi, in a JVM with the lab's options.
     *
     * @param box where
     * @param process it
     * @param since the number of the bus's first message after its start
     */
    record Running(Box box, Process process, int since) implements AutoCloseable {
        void awaitOnline() {
            box.bus().await("the bare client", since, Box.PATIENCE, TOPIC, one -> one.has("state", "online"));
        }

        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    static Running start(Box box, String pi) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        int since = box.bus().now();
        List<String> command = List.of(
                "ip",
                "netns",
                "exec",
                box.namespace(pi),
                java.toString(),
                "-XX:+UseSerialGC",
                "-Xmx48m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BareClient.class.getName(),
                box.address(),
                Integer.toString(box.lab().brokerPort()));
        Path log = box.home().resolve("target/bench/bare-client.log");
        try {
            Files.createDirectories(log.getParent());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Running(box, process, since);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
