package scatola.nodeservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static scatola.nodeservice.Director.SOON;
import static scatola.nodeservice.Director.is;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestBroker.Brand;

/** Whether a node is there, as the packaged service says it and as its will does. */
@ParameterizedClass
@EnumSource
class PresenceIT {
    private static final Duration START = Duration.ofSeconds(30);

    private final Brand brand;
    private TestBroker broker;
    private Director director;
    private Path folder;
    private final List<ServiceProcess> services = new ArrayList<>();

    PresenceIT(Brand brand) {
        this.brand = brand;
    }

    @BeforeEach
    void bringUp() throws IOException {
        broker = brand.start();
        director = new Director(broker);
        folder = TestNode.folder();
        Files.writeString(folder.resolve("session"), "0");
    }

    @AfterEach
    void takeDown() {
        services.forEach(ServiceProcess::close);
        director.close();
        broker.close();
    }

    private ServiceProcess service(int httpPort) {
        ServiceProcess service = ServiceProcess.start(broker, "pi1", folder, httpPort);
        services.add(service);
        return service;
    }

    private ServiceProcess online(long session) {
        ServiceProcess service = service(freePort());
        director.await(
                START,
                "node/pi1/availability",
                state -> is(state, "state", "online") && state.path("session").asLong() == session);
        return service;
    }

    @Test
    @Conforms({"availability-is-the-will", "nodes-refresh", "client-ids-fixed"})
    void aNodeSaysHowItIsWithoutPauseAndItsSilenceEndsWithItsWillAndItsReturn() throws Exception {
        ServiceProcess service = online(1);
        director.await(
                "node/pi1",
                state -> state.path("versions").path("service").asText().contains("SNAPSHOT"));
        Instant from = Instant.now();
        int said = director.said("node/pi1").size();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> director.said("node/pi1").size() >= said + 2);
        assertThat(Duration.between(from, Instant.now())).isLessThan(Duration.ofSeconds(10));

        director.forget();
        service.freeze();
        await().during(Duration.ofMillis(1500))
                .atMost(SOON)
                .until(() -> director.said("node/pi1").size() <= 1);
        director.client().evict("scatola-node-pi1");
        director.await(
                Duration.ofSeconds(1),
                "node/pi1/availability",
                state -> is(state, "state", "offline") && state.path("session").asLong() == 1);

        director.forget();
        service.thaw();

        director.await(
                Duration.ofSeconds(3),
                "node/pi1/availability",
                state -> is(state, "state", "online") && state.path("session").asLong() == 1);
        director.heard(SOON, "node/pi1", state -> state.has("accelerator"));
        director.heard(SOON, "uplink/pi1", state -> is(state, "interface", "lo"));
    }

    @Test
    @Conforms({"availability-goodbye", "sessions-rise"})
    void everySessionIsHigherThanTheOneBeforeHoweverThatEnded() {
        ServiceProcess first = online(1);
        first.kill();
        director.await(Duration.ofSeconds(3), "node/pi1/availability", state -> is(state, "state", "offline"));

        ServiceProcess second = online(2);
        assertThat(director.said("node/pi1"))
                .filteredOn(state -> state.path("session").asLong() == 2)
                .allSatisfy(state -> assertThat(state.path("seq").asLong()).isPositive());
        second.terminate();

        director.await(
                Duration.ofSeconds(1),
                "node/pi1/availability",
                state -> is(state, "state", "offline") && state.path("session").asLong() == 2);
    }

    @Test
    void withoutABrokerItSaysSoOnceAndIsThereWhenTheBrokerIs() throws Exception {
        director.close();
        broker.kill();
        int port = freePort();
        ServiceProcess service = service(port);
        await().atMost(START)
                .until(() ->
                        service.log().contains("to=connecting") || service.log().contains("broker="));
        await().during(Duration.ofSeconds(3)).atMost(START).until(service::isAlive);

        assertThat(service.log().lines().filter(line -> line.contains("client=scatola-node-pi1")))
                .hasSize(1);
        assertThat(health(port).statusCode()).isEqualTo(503);
        assertThat(health(port).body()).contains("the broker is not connected");

        broker.restart();
        director = new Director(broker);

        director.await(Duration.ofSeconds(15), "node/pi1/availability", state -> is(state, "state", "online"));
        await().atMost(SOON).until(() -> health(port).statusCode() == 200);
    }

    @Test
    void anHttpPortThatIsTakenIsNamedAndNothingIsTouched() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServiceProcess service = service(taken.getLocalPort());

            assertThat(service.awaitEnd()).isNotZero();

            assertThat(service.log())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .containsAnyOf("in use", "in Benutzung")
                    .contains("QUARKUS_HTTP_PORT");
            assertThat(director.said("node/pi1/availability")).noneMatch(state -> is(state, "state", "online"));
        }
    }

    @Test
    void aSecondServiceInTheSameFolderEndsAndSaysWhy() {
        online(1);

        ServiceProcess second = service(freePort());

        assertThat(second.awaitEnd()).isNotZero();
        assertThat(second.log()).contains("another node service works in").contains("SCATOLA_FOLDER");
        assertThat(director.state("node/pi1/availability").path("session").asLong())
                .isEqualTo(1);
    }

    private static HttpResponse<String> health(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/health".formatted(port)))
                            .timeout(SOON)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
