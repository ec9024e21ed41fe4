package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scatola.bus.client.Incoming;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;
import scatola.presenter.picture.Onlooker;

/** Commands by HTTP, from the packaged app to nodes and back. */
class HttpCommandsIT {
    private final Mosquitto broker = Mosquitto.start();
    private final FakeBox nodes = new FakeBox(broker, "pi1", "pi2");
    private final PackagedApp app = new PackagedApp(broker);
    private final TestClient person = TestClient.connect(broker, "scatola/vm/+/set/#", "scatola/vm/+/response/#");

    @BeforeEach
    void guestsAreThere() {
        nodes.node("pi1").hold("doge1", "10.1.1.1/24");
        nodes.node("pi2").hold("doge2", "10.1.1.2/24");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            JsonNode box = Onlooker.read(app.get("/api/box").body());
            return box.at("/guests").size() == 2
                    && box.at("/nodes/pi1/standing").asText().equals("online")
                    && box.at("/nodes/pi2/standing").asText().equals("online");
        });
    }

    @AfterEach
    void end() {
        person.close();
        app.close();
        nodes.close();
        broker.close();
    }

    @Test
    void theAnswerOfTheNodeComesBack() throws Exception {
        HttpResponse<String> done = send("{\"topic\":\"vm/doge1/set\",\"payload\":{\"ip\":\"10.1.1.9/24\"}}");

        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        JsonNode answer = Onlooker.read(done.body());
        assertThat(answer.path("status").asText()).isEqualTo("ok");
        assertThat(answer.path("transaction").asText()).startsWith("web-");
        Incoming sent = person.await("scatola/vm/doge1/set");
        assertThat(TestClient.text(sent)).contains("\"by\":\"web\"", "\"transaction\":" + answer.path("transaction"));
        assertThat(sent.retain()).isFalse();
        assertThat(sent.expiry()).isNotNull();
    }

    @Test
    void whoAsksAndTheTransactionAreKept() throws Exception {
        send(
                "{\"topic\":\"scatola/vm/doge1/set\",\"payload\":{\"ip\":\"10.1.1.9/24\",\"transaction\":\"42\"},\"by\":\"anna\"}");

        person.await("scatola/vm/doge1/set", "\"by\":\"anna\"");
        assertThat(TestClient.text(person.await("scatola/vm/doge1/response/set")))
                .contains("\"transaction\":\"42\"");
    }

    @Test
    void plainTextGoesWhereTheContractTakesIt() throws Exception {
        HttpResponse<String> done = send("{\"topic\":\"vm/doge1/set/state\",\"text\":\"ON\"}");

        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(TestClient.text(person.await("scatola/vm/doge1/set/state"))).isEqualTo("ON");
    }

    @Test
    void aRefusalIsAnAnswerToo() throws Exception {
        HttpResponse<String> refused = send("{\"topic\":\"vm/doge1/request/stop\",\"payload\":{\"test\":\"none\"}}");

        assertThat(refused.statusCode()).isEqualTo(200);
        assertThat(Onlooker.read(refused.body()).path("error").asText()).isEqualTo("no test none");
    }

    @Test
    void theBoxAnswersForAGuestThatIsNotThere() throws Exception {
        HttpResponse<String> answered = send("{\"topic\":\"vm/doge9/set\",\"payload\":{\"state\":\"ON\"}}");

        assertThat(Onlooker.read(answered.body()).path("error").asText())
                .isEqualTo("no guest doge9: there are doge1, doge2");
    }

    @Test
    void theBoxAnswersForANodeThatIsAway() throws Exception {
        nodes.node("pi2").unplug();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> app.get("/api/box").body().contains("\"offline\""));

        HttpResponse<String> answered = send("{\"topic\":\"vm/doge2/set\",\"payload\":{\"state\":\"OFF\"}}");

        assertThat(Onlooker.read(answered.body()).path("error").asText())
                .isEqualTo("doge2 is on pi2, which is offline: plug it in");
    }

    @Test
    void theBoxAnswersForANodeThatIsSilent() throws Exception {
        nodes.node("pi1").mute();
        nodes.node("pi1").close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> Onlooker.read(app.get("/api/box").body())
                        .at("/connected")
                        .asBoolean());

        HttpResponse<String> answered = send("{\"topic\":\"vm/doge1/request/reboot\"}");

        assertThat(Onlooker.read(answered.body()).path("error").asText())
                .isEqualTo("pi1 did not answer within 5 s: try again, and look at its log if that does not help");
    }

    @Test
    void theBoxAnswersForItself() throws Exception {
        HttpResponse<String> answered = send("{\"topic\":\"box/request/show\",\"payload\":{\"show\":\"tragedy\"}}");

        assertThat(answered.body()).contains("\"error\"").contains("tragedy");
    }

    @Test
    void whatIsNoCommandIsAProblemWithTheReason() throws Exception {
        problem(400, "the payload is no JSON", "topic=vm/doge1/set");
        problem(400, "topic is missing", "{}");
        problem(400, "'Doge 1' is no guest name", "{\"topic\":\"vm/Doge 1/set\",\"payload\":{\"state\":\"ON\"}}");
        problem(400, "nobody answers there", "{\"topic\":\"vm/doge1\",\"payload\":{}}");
        problem(400, "nobody answers there", "{\"topic\":\"vm/doge1/console/in\",\"text\":\"x\"}");
        problem(
                400,
                "state must be one of ON, OFF, TOGGLE",
                "{\"topic\":\"vm/doge1/set\",\"payload\":{\"state\":\"on\"}}");
        problem(400, "only set/ATTRIBUTE takes a text", "{\"topic\":\"vm/doge1/set\",\"text\":\"ON\"}");
        problem(400, "takes a text", "{\"topic\":\"vm/doge1/set/state\",\"payload\":{\"state\":\"ON\"}}");
        problem(400, "payload must be", "{\"topic\":\"vm/doge1/set\",\"payload\":[]}");
        problem(400, "is no name", "{\"topic\":\"vm/doge1/request/reboot\",\"by\":\"a\\nb\"}");
        assertThat(person.received()).isEmpty();
    }

    @Test
    void withoutABrokerItIsSaidAtOnce() throws Exception {
        broker.kill();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> app.get("/health").statusCode() == 503);

        problem(503, "the command was not sent", "{\"topic\":\"vm/doge1/request/reboot\"}");
    }

    @Test
    void onlySoManyWaitAtATime() throws Exception {
        nodes.node("pi1").mute();
        nodes.node("pi1").close();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            waiting.add(app.http()
                    .sendAsync(
                            app.request("/api/commands")
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"topic\":\"vm/doge1/request/reboot\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()));
        }

        List<Integer> statuses =
                waiting.stream().map(answer -> answer.join().statusCode()).toList();

        assertThat(statuses).containsOnly(200, 429);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(64);
        assertThat(send("{\"topic\":\"vm/doge2/set\",\"payload\":{\"ip\":\"10.1.1.2/24\"}}")
                        .statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> send(String body) throws Exception {
        return app.postJson("/api/commands", body);
    }

    private void problem(int status, String reason, String body) throws Exception {
        HttpResponse<String> response = send(body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Onlooker.read(response.body()).path("detail").asText()).contains(reason);
    }
}
