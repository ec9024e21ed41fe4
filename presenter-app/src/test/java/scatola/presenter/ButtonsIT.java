package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;

/** Buttons of the packaged app: a message from outside of the box becomes a command, by a file that may change. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ButtonsIT {
    private static final String ACTION = "zigbee2mqtt/red-button/action";
    private static final String SET = "scatola/link/doge2/stage/set";
    private static final String ANSWER = "scatola/link/doge2/stage/response/set";
    private static final String BOX = "scatola/box/state";

    private final Mosquitto broker = Mosquitto.start();
    private final FakeBox nodes = new FakeBox(broker, "pi2");
    private final TestClient person = TestClient.connect(broker, "scatola/#");
    private final long logged = logged();
    private Path file;
    private PackagedApp app;

    @BeforeAll
    void start() throws IOException {
        nodes.node("pi2").hold("doge2", "10.1.1.2/24");
        file = Files.createTempDirectory("buttons").resolve("buttons.yaml");
        Files.writeString(file, "");
        app = new PackagedApp(broker, Map.of("SCATOLA_BUTTONS", file.toString()));
    }

    @BeforeEach
    void theExampleHolds() throws IOException {
        Files.writeString(file, example());
        soon().until(() -> app.get("/api/status").body().contains("buttons 4 rules"));
        isHeard("clicker/key", "PageDown", "scatola/box/response/show/next");
        var unused = person.request(SET, "{\"state\":\"ON\"}");
        person.forget();
    }

    @AfterAll
    void end() {
        app.close();
        person.close();
        nodes.close();
        broker.close();
    }

    @Test
    void aPressUnplugsAGuestAndTheTimelineTellsWhoDidIt() {
        person.publish(ACTION, "single");

        person.await(ANSWER, "\"ok\"");
        assertThat(TestClient.text(person.await(SET)))
                .contains("\"state\":\"TOGGLE\"")
                .contains("\"by\":\"button:zigbee2mqtt/red-button/action\"");
        person.await("scatola/link/doge2/stage", "\"OFF\"");
        soon().until(() -> app.get("/api/timeline?kind=command")
                .body()
                .contains("\"by\":\"button:zigbee2mqtt/red-button/action\""));
        person.publish(ACTION, "single");
        person.await("scatola/link/doge2/stage", "\"ON\"");
    }

    @Test
    void aFieldOfAJsonPayloadPressesToo() {
        person.publish("zigbee2mqtt/any-device", "{\"battery\":97,\"action\":\"double\"}");

        person.await("scatola/uplink/pi2/set", "\"for_s\":10");
        person.await("scatola/node/pi2/availability", "offline");
        person.await("scatola/node/pi2/availability", "online");
    }

    @Test
    void whatIsRetainedPressesNothingNeitherLiveNorWhenTheRulesAreReadAgain() throws IOException {
        person.publishRetained(ACTION, "single");
        Files.writeString(file, example() + "- {when: shelf/knob, is: 1, do: box/request/show/stop}\n");
        isHeard("shelf/knob", "1", "scatola/box/response/show/stop");
        person.publishRetained(ACTION, "single");
        person.publishRetained(ACTION, "");

        person.publish("shelf/knob", "1");
        person.await("scatola/box/response/show/stop");
        assertThat(person.texts(SET)).isEmpty();
        assertThat(log()).anyMatch(line -> line.contains("topic=zigbee2mqtt/red-button/action is published retained"));
    }

    @Test
    void aButtonThatIsHeldSendsAFewCommandsAndIsToldOnce() throws IOException {
        long began = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            person.publish(ACTION, "single");
        }
        long seconds = 1 + (System.nanoTime() - began) / 1_000_000_000;
        person.publish("clicker/key", "PageDown");
        person.await("scatola/box/response/show/next");

        soon().until(() -> person.texts(ANSWER).size() == person.texts(SET).size());
        assertThat(person.texts(SET)).hasSizeBetween(5, (int) (5 * (seconds + 1)));
        assertThat(log())
                .filteredOn(line -> line.contains("what is more is dropped"))
                .hasSize(1);
        person.forget();
        isHeard(ACTION, "single", ANSWER);
    }

    @Test
    void aRefusalIsLoggedWithItsReasonAndTheLineOfTheRule() {
        person.publish(ACTION, "hold");

        person.await("scatola/vm/doge3/response/set", "no guest doge3");
        soon().untilAsserted(() -> assertThat(log())
                .anyMatch(line -> line.contains(
                                "button line=11 topic=zigbee2mqtt/red-button/action command=scatola/vm/doge3/set not done")
                        && line.contains("no guest doge3: there is doge2")));
    }

    @Test
    void aFileThatIsChangedCountsAtOnceAndABrokenOneLeavesTheRulesThatStood() throws Exception {
        Files.writeString(file, "- {when: shelf/knob, is: 1, do: link/doge2/stage/set/state, with: ON}\n");
        person.await(BOX, "\"buttons\":{\"rules\":1}");
        isHeard("shelf/knob", "1", ANSWER);
        person.publish(ACTION, "single");

        Files.writeString(file, "- {when: shelf/knob, is: 1, do: link/doge2/stage/set/state, with: SIDEWAYS}\n");
        assertThat(TestClient.text(person.await(BOX, "\"problem\"")))
                .contains("\"rules\":1")
                .contains(file + ": line 1: with: state must be one of ON, OFF, TOGGLE, but is \\\"SIDEWAYS\\\"");
        soon().until(() -> app.get("/api/status").body().contains("buttons PROBLEM: " + file + ": line 1: with: "));
        assertThat(log())
                .filteredOn(line -> line.contains("WARN") && line.contains("SIDEWAYS"))
                .hasSize(1);
        person.publish("shelf/knob", "1");
        person.await(SET, "\"by\":\"button:shelf/knob\"");

        person.forget();
        Files.delete(file);
        person.await(BOX, "there is no such file");
        person.publish("shelf/knob", "1");
        person.await(SET, "\"by\":\"button:shelf/knob\"");
        assertThat(person.texts(SET)).noneMatch(text -> text.contains("TOGGLE"));
    }

    /** Presses until that is answered, and forgets it: the app takes a moment to hear what it did not hear before. */
    private void isHeard(String topic, String text, String answer) {
        soon().ignoreException(ConditionTimeoutException.class).until(() -> {
            person.publish(topic, text);
            person.await(Duration.ofMillis(500), message -> message.topic().equals(answer));
            return true;
        });
        person.forget();
    }

    private static String example() throws IOException {
        return Files.readString(AppUnderTest.home().resolve("buttons.example.yaml"));
    }

    /** What was logged since the beginning. */
    private List<String> log() throws IOException {
        return Files.readAllLines(PackagedApp.LOG).stream().skip(logged).toList();
    }

    private static long logged() {
        try {
            return Files.exists(PackagedApp.LOG)
                    ? Files.readAllLines(PackagedApp.LOG).size()
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20));
    }
}
