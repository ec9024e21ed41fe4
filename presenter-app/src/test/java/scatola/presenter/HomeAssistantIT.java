package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;
import scatola.presenter.picture.Onlooker;

/** What the packaged app tells Home Assistant, by a real broker. */
class HomeAssistantIT {
    private static final String DOGE1 = "homeassistant/device/scatola_vm_doge1/config";
    private static final String FIGURES = "scatola-homeassistant/vm/doge1";

    private final Mosquitto broker = Mosquitto.start();
    private final FakeBox box = new FakeBox(broker, "pi1", "pi2");
    private final TestClient person =
            TestClient.connect(broker, "homeassistant/#", "my/house/#", "scatola-homeassistant/#");
    private @Nullable PackagedApp app;

    @AfterEach
    void end() {
        if (app != null) {
            app.close();
        }
        person.close();
        box.close();
        broker.close();
    }

    @Test
    void aGuestsLifeInHomeAssistant() throws Exception {
        box.node("pi1").hold("doge1", "10.1.1.1/24");
        box.node("pi2").hold("doge2", "10.1.1.2/24");
        start(Map.of());
        soon().until(() -> devices()
                .equals(List.of(
                        "scatola_box",
                        "scatola_node_pi1",
                        "scatola_node_pi2",
                        "scatola_vm_doge1",
                        "scatola_vm_doge2")));
        assertThat(discovery(DOGE1).at("/device/via_device").asText()).isEqualTo("scatola_node_pi1");
        person.await("scatola-homeassistant/box", "\"replaying\":\"OFF\"");

        // its button, pressed
        JsonNode ping = discovery(DOGE1).at("/components/ping");
        person.publish(
                ping.path("command_topic").asText(), ping.path("payload_press").asText());
        person.await(FIGURES, "\"round_trip_ms\":0.42");
        box.node("pi2").unplug();
        person.await(FIGURES + "/event", "\"event_type\":\"lost\"");
        box.node("pi2").plug();
        person.await(FIGURES + "/event", "\"event_type\":\"recovered\"");
        assertThat(app().get("/api/timeline?kind=command").body()).contains("homeassistant");

        // what is recorded is said on the bus once more
        assertThat(app().postJson("/api/replays", "{\"recording\":1,\"publish\":\"scatola-replay\",\"paused\":true}")
                        .statusCode())
                .isEqualTo(201);
        person.await("scatola-homeassistant/box", "\"replaying\":\"ON\"");
        assertThat(app().send(app().request("/api/replays/1").DELETE()).statusCode())
                .isBetween(200, 204);
        soon().until(() -> person.texts("scatola-homeassistant/box").getLast().contains("\"replaying\":\"OFF\""));

        // Home Assistant comes back
        person.forget();
        person.publish("homeassistant/status", "online");
        soon().until(() -> person.texts(DOGE1).size() == 1
                && person.texts("homeassistant/device/scatola_box/config").size() == 1);

        // it moves, and nothing of the other node is left
        box.node("pi1").drop("doge1");
        soon().until(() -> retained("#").keySet().stream()
                .noneMatch(topic -> topic.contains("doge1") && !topic.startsWith("scatola/link/")));
        box.node("pi2").hold("doge1", "10.1.1.1/24");
        soon().until(() -> devices().contains("scatola_vm_doge1")
                && discovery(DOGE1).at("/device/via_device").asText().equals("scatola_node_pi2"));
        assertThat(discovery(DOGE1).toString()).doesNotContain("pi1");

        // nothing of it was recorded but what was asked
        assertThat(app().get("/api/timeline").body()).doesNotContain("/config", "scatola-homeassistant");
    }

    @Test
    void offTakesBackWhatWasSaid() {
        box.node("pi1").hold("doge1", "10.1.1.1/24");
        start(Map.of());
        soon().until(() -> devices().contains("scatola_vm_doge1"));
        person.publishRetained("homeassistant/device/other_vm_doge1/config", ours("power", "switch"));
        person.publishRetained(FIGURES, "{}");
        app().close();

        start(Map.of("SCATOLA_HOMEASSISTANT", "off"));

        soon().until(() -> devices().equals(List.of("other_vm_doge1"))
                && retained("scatola-homeassistant/#").isEmpty());
    }

    @Test
    void whatAFormerRunHasLeftIsClearedWhenTheNodesHaveSpoken() {
        box.node("pi1").hold("doge1", "10.1.1.1/24");
        box.node("pi2").hold("away", "10.1.1.3/24");
        box.node("pi2").unplug();
        person.publishRetained("homeassistant/device/scatola_vm_ghost/config", ours("power", "switch"));
        person.publishRetained("scatola-homeassistant/vm/ghost", "{}");
        person.publishRetained("homeassistant/device/scatola_vm_away/config", ours("power", "switch"));
        person.publishRetained("homeassistant/device/scatola_vm_theirs/config", "{\"origin\":{\"name\":\"X\"}}");
        person.publishRetained(DOGE1, ours("nic_old", "switch"));

        start(Map.of());

        soon().until(() -> retained("#").keySet().stream().noneMatch(topic -> topic.contains("ghost")));
        assertThat(devices()).contains("scatola_vm_doge1", "scatola_vm_away", "scatola_vm_theirs");
        assertThat(discovery(DOGE1).at("/components/nic_old").toString()).isEqualTo("{\"platform\":\"switch\"}");
        assertThat(discovery(DOGE1).at("/components/nic_stage").size()).isGreaterThan(2);
    }

    @Test
    void sixtyGuestsAreSaidWhereverHomeAssistantListens() {
        start(Map.of("SCATOLA_HOMEASSISTANT_PREFIX", "my/house"));
        for (int i = 1; i <= 60; i++) {
            box.node("pi" + (i % 2 + 1)).hold("doge" + i, "10.1.1.%d/24".formatted(i));
        }
        soon().until(() -> retained("my/house/device/+/config").size() == 63);
        person.forget();

        person.publish("my/house/status", "online");

        soon().until(() -> IntStream.rangeClosed(1, 60)
                .allMatch(i -> person.texts("my/house/device/scatola_vm_doge%d/config".formatted(i))
                                .size()
                        == 1));
        assertThat(devices()).isEmpty();
        assertThat(app().process().isAlive()).isTrue();
    }

    private void start(Map<String, String> environment) {
        app = new PackagedApp(broker, environment);
    }

    private PackagedApp app() {
        return Objects.requireNonNull(app);
    }

    private List<String> devices() {
        return retained("homeassistant/device/+/config").keySet().stream()
                .map(topic -> topic.replaceAll("^homeassistant/device/|/config$", ""))
                .toList();
    }

    private JsonNode discovery(String topic) {
        return Onlooker.read(
                Objects.requireNonNull(retained("homeassistant/device/+/config").get(topic), topic));
    }

    private Map<String, String> retained(String filter) {
        Map<String, String> texts = new TreeMap<>();
        person.retained(filter).forEach((topic, message) -> texts.put(topic, TestClient.text(message)));
        return texts;
    }

    private static String ours(String component, String platform) {
        return "{\"origin\":{\"name\":\"Scatola\"},\"components\":{\"%s\":{\"platform\":\"%s\",\"unique_id\":\"x\"}}}"
                .formatted(component, platform);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }
}
