package scatola.bus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import scatola.bus.client.BusSettings;

/**
 * The system's {@code mosquitto} on a free port of the loopback, with the broker's own configuration. It dies with this
 * JVM, whatever ends that. Not safe for several threads.
 */
public final class Mosquitto implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    /** The kernel ties a child's life to the thread that started it, so this one never ends. */
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "mosquitto-starter");
        thread.setDaemon(true);
        return thread;
    });

    private final int port;
    private final Path folder;
    private Process process;

    private Mosquitto(int port, Path folder) throws IOException {
        this.port = port;
        this.folder = folder;
        this.process = launch();
    }

    /**
     * @param configuration further lines of mosquitto.conf(5)
     * @return a broker that takes connections
     * @throws IllegalStateException if there is no mosquitto, or it does not like its configuration
     */
    public static Mosquitto start(String... configuration) {
        try {
            Path folder = Files.createTempDirectory("mosquitto");
            int port = freePort();
            List<String> lines =
                    Stream.concat(template(port), Stream.of(configuration)).toList();
            Files.write(folder.resolve("mosquitto.conf"), lines);
            return new Mosquitto(port, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the loopback's address */
    public String host() {
        return HOST;
    }

    /** @return the TCP port, the same after a restart */
    public int port() {
        return port;
    }

    /**
     * @param clientId id of a client
     * @return settings with which it reaches this broker
     */
    public BusSettings settings(String clientId) {
        return BusSettings.of(HOST, port, clientId).withReplyTopic("scatola/reply/" + clientId);
    }

    /** Ends it orderly (SIGTERM): it closes its connections. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Ends it at once (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts it again on the same port, with an empty memory. */
    public void restart() {
        if (process.isAlive()) {
            kill();
        }
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops its clock (SIGSTOP): connections stay, nothing is answered. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void thaw() {
        signal("CONT");
    }

    /** @return what it has logged so far */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() throws IOException {
        Process started = run(new ProcessBuilder(
                        "setpriv",
                        "--pdeathsig",
                        "KILL",
                        program(),
                        "-c",
                        folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile())));
        try {
            Awaitility.await("mosquitto on port " + port)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !started.isAlive() || listens());
        } catch (RuntimeException e) {
            started.destroyForcibly();
            throw e;
        }
        if (!started.isAlive()) {
            throw new IllegalStateException("mosquitto ended with status %d: %s".formatted(started.exitValue(), log()));
        }
        return started;
    }

    private static Process run(ProcessBuilder builder) {
        try {
            return STARTER.submit(builder::start).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("could not start " + builder.command(), e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void signal(String name) {
        try {
            Process kill = run(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO());
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("mosquitto cannot be sent SIG" + name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("mosquitto does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Debian has it in /usr/sbin, which is not on everybody's path. */
    private static String program() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new IllegalStateException("there is no mosquitto here: apt-get install mosquitto"));
    }

    private static Stream<String> template(int port) throws IOException {
        String text = Files.readString(home().resolve("broker/mosquitto.conf"));
        return text.lines()
                .filter(line -> !line.contains("@ADDRESS@"))
                // standard output is told late when it is a file; tests read what has been logged so far
                .map(line -> line.equals("log_dest stdout") ? "log_dest stderr" : line)
                .map(line -> line.replace("@PORT@", Integer.toString(port)).replace("@USER@", "root"));
    }

    private static Path home() {
        Path folder = Path.of(System.getProperty("scatola.home", "")).toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("broker/mosquitto.conf"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "broker/mosquitto.conf is neither below the property scatola.home nor above the working directory");
        }
        return folder;
    }
}
