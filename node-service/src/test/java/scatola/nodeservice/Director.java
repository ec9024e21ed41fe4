package scatola.nodeservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import scatola.bus.client.Incoming;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestClient;

/** Somebody on the bus who commands nodes and looks at what they say. Topics are named without the root. */
final class Director implements AutoCloseable {
    static final Duration BOOT = Duration.ofSeconds(40);
    static final Duration SOON = Duration.ofSeconds(5);
    private static final JsonMapper JSON = new JsonMapper();

    private final TestClient client;
    private final Map<String, JsonNode> forgotten = new ConcurrentHashMap<>();

    Director(TestBroker broker) {
        client = TestClient.connect(broker, "scatola/#");
    }

    TestClient client() {
        return client;
    }

    /** Asks and returns the whole answer. */
    JsonNode ask(String topic, String payload) {
        return json(client.request("scatola/" + topic, payload));
    }

    /** Asks for something that must be done; returns the answer's data. */
    JsonNode done(String topic, String payload) {
        JsonNode answer = ask(topic, payload);
        assertThat(answer.path("status").asText())
                .as("%s %s: %s", topic, payload, answer)
                .isEqualTo("ok");
        return answer.path("data");
    }

    /** Asks for something that must be refused; returns the reason. */
    String refused(String topic, String payload) {
        JsonNode answer = ask(topic, payload);
        assertThat(answer.path("status").asText())
                .as("%s %s: %s", topic, payload, answer)
                .isEqualTo("error");
        return answer.path("error").asText();
    }

    /** Publishes and waits for no answer. */
    void say(String topic, String payload) {
        client.publish("scatola/" + topic, payload);
    }

    /** All that was said there so far. */
    List<JsonNode> said(String topic) {
        return client.texts("scatola/" + topic).stream().map(Director::json).toList();
    }

    /** The newest that was said there, missing if there was nothing or it was cleared. */
    JsonNode state(String topic) {
        List<JsonNode> said = said(topic);
        return said.isEmpty() ? forgotten.getOrDefault(topic, json("")) : said.getLast();
    }

    /** Waits until the newest that was said there is as it should. */
    JsonNode await(Duration atMost, String topic, Predicate<JsonNode> expected) {
        Awaitility.await(topic)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(atMost)
                .untilAsserted(() -> assertThat(expected.test(state(topic)))
                        .as("the newest of %s", said(topic))
                        .isTrue());
        return state(topic);
    }

    JsonNode await(String topic, Predicate<JsonNode> expected) {
        return await(SOON, topic, expected);
    }

    /** Waits until something of the kind has been said there since {@link #forget}. */
    JsonNode heard(Duration atMost, String topic, Predicate<JsonNode> expected) {
        Awaitility.await(topic)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(atMost)
                .untilAsserted(() -> assertThat(said(topic)).anyMatch(expected));
        return said(topic).stream().filter(expected).findFirst().orElseThrow();
    }

    JsonNode awaitPhase(String vm, String phase) {
        return await(BOOT, "vm/" + vm, state -> is(state, "phase", phase));
    }

    /** Presses Enter until the console asks who is there: a getty that is just starting drops what is typed. */
    void awaitLogin(String vm) {
        Awaitility.await("the login prompt of " + vm)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(15))
                .until(() -> {
                    boolean asked = printed(vm).contains("login: ");
                    if (!asked) {
                        say("vm/%s/console/in".formatted(vm), "\n");
                    }
                    return asked;
                });
    }

    /** What came out of a guest's console since {@link #forget}. */
    String printed(String vm) {
        return String.join("", client.texts("scatola/vm/%s/console/out".formatted(vm)));
    }

    /** Forgets what was said; what it was like at the end is still known. */
    void forget() {
        for (Incoming message : client.received()) {
            String topic = message.topic().substring("scatola/".length());
            if (message.retain()) {
                forgotten.put(topic, json(message));
            }
        }
        client.forget();
    }

    static boolean is(JsonNode state, String field, String value) {
        return state.path(field).asText().equals(value);
    }

    static JsonNode json(Incoming message) {
        return json(TestClient.text(message));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
