package scatola.presenter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import scatola.bus.testing.PackagedJar;
import scatola.bus.testing.TestBroker;

/** The packaged app as it is started on a laptop, in a process of its own, asked by HTTP. */
final class PackagedApp implements AutoCloseable {
    static final Path LOG = AppUnderTest.home()
            .resolve("presenter-app/target/web-it-%s.log".formatted(System.getProperty("scatola.fork", "fork-1")));

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = freePort();
    private final Path recordings;
    private final Process process;

    /** Starts it, and waits until it answers. */
    PackagedApp(TestBroker broker) {
        this(broker, Map.of());
    }

    /**
     * Starts it, and waits until it answers.
     *
     * @param broker its broker
     * @param environment further settings
     */
    PackagedApp(TestBroker broker, Map<String, String> environment) {
        ProcessBuilder app = new ProcessBuilder(PackagedJar.command(
                        AppUnderTest.home().resolve("presenter-app/target/quarkus-app/quarkus-run.jar")))
                .redirectErrorStream(true)
                // not inherited: standard output is the test runner's own channel
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()));
        try {
            recordings = Files.createTempDirectory("recordings");
            app.environment()
                    .putAll(Map.of(
                            "QUARKUS_HTTP_PORT", Integer.toString(port),
                            "SCATOLA_BROKER_PORT", Integer.toString(broker.port()),
                            "SCATOLA_INSTANCE", "web",
                            "SCATOLA_RECORDINGS", recordings.toString(),
                            // not those of whoever works here
                            "SCATOLA_BUTTONS", "/dev/null",
                            "SCATOLA_SHOWS",
                                    AppUnderTest.home().resolve("shows").toString()));
            app.environment().putAll(environment);
            process = app.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // with its broker, and its timeline
        Awaitility.await("the packaged app")
                .atMost(Duration.ofSeconds(60))
                .ignoreException(ConnectException.class)
                .until(() -> get("/health").statusCode() == 200
                        && get("/api/recordings").statusCode() == 200);
    }

    int port() {
        return port;
    }

    /** The folder of its timeline. */
    Path recordings() {
        return recordings;
    }

    Process process() {
        return process;
    }

    HttpClient http() {
        return http;
    }

    /** A request to a path that begins with a slash. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address("127.0.0.1", path));
    }

    /** A path, asked for at an address of this machine. */
    URI address(String host, String path) {
        return URI.create("http://%s:%d%s".formatted(host, port, path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> postJson(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The token of a new link for a role. */
    String link(String role) throws IOException, InterruptedException {
        String made = post("/api/links", "{\"role\":\"%s\"}".formatted(role)).body();
        return made.replaceFirst(".*#key=([^\"]*)\".*", "$1").strip();
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
            try (Stream<Path> files = Files.walk(recordings)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
