package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.HOME;
import static scatola.it.Stage.OUTPUTS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import scatola.it.box.Page;
import scatola.it.box.Page.Listener;

/** Node-RED on a free port of the loopback, with the flow of deploy/node-red. */
final class NodeRed implements AutoCloseable {
    private static final Path INSTALLED = HOME.resolve("src/it/node-red");
    private static final Duration START = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final Process process;

    private NodeRed(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it, and waits until the flow runs.
     *
     * @param broker the port of its broker
     * @param folder empty; for all that it writes
     */
    static NodeRed start(int broker, Path folder) {
        try {
            String flow = Files.readString(HOME.resolve("deploy/node-red/scatola.json"));
            assertThat(flow).containsOnlyOnce("\"port\": \"1883\"");
            Files.writeString(
                    folder.resolve("flow.json"),
                    flow.replace("\"port\": \"1883\"", "\"port\": \"%d\"".formatted(broker)));
            int port = freePort();
            Process process = new ProcessBuilder(
                            "node",
                            INSTALLED.resolve("node_modules/node-red/red.js").toString(),
                            "--settings",
                            INSTALLED.resolve("settings.js").toString(),
                            "--userDir",
                            folder.toString(),
                            "--port",
                            Integer.toString(port),
                            "flow.json")
                    .redirectErrorStream(true)
                    .redirectOutput(OUTPUTS.resolve("node-red.log").toFile())
                    .start();
            NodeRed red = new NodeRed(port, process);
            Awaitility.await("Node-RED: see " + OUTPUTS.resolve("node-red.log"))
                    .atMost(START)
                    .ignoreException(ConnectException.class)
                    .failFast("it has ended", () -> !process.isAlive())
                    .until(() -> red.http
                                    .send(red.request("/flows").build(), BodyHandlers.discarding())
                                    .statusCode()
                            == 200);
            return red;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Presses the button of an inject node, as a person in the editor does. */
    void press(String node) {
        try {
            int status = http.send(
                            request("/inject/" + node)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).as(node).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What stands below the nodes, as the editor is told, from what stands there now. */
    Listener watch() {
        Listener listener = new Page(port).listen("/comms");
        listener.say("{'subscribe':'status/#'}");
        return listener;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
