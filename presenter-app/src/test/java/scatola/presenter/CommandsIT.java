package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import scatola.bus.VmName;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestBroker.Brand;
import scatola.bus.testing.TestClient;

/** Commands that no node can answer, over a real broker. */
@ParameterizedClass
@EnumSource
@Execution(ExecutionMode.CONCURRENT)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsIT {
    private static final Duration QUIET = Duration.ofMillis(1500);

    private final TestBroker broker;
    private final FakeBox nodes;
    private final AppUnderTest box;
    private final TestClient person;

    CommandsIT(Brand brand) {
        broker = brand.start();
        nodes = new FakeBox(broker, "pi1", "pi2");
        box = new AppUnderTest(broker);
        person = TestClient.connect(
                broker,
                "scatola/+/+/response/#",
                "scatola/link/+/+/response/#",
                "scatola/box/#",
                "scatola/presenter/#");
    }

    @BeforeEach
    void guestsAreThere() {
        box.knows("pi1", "pi2");
        nodes.node("pi1").hold("doge1", "10.1.1.1/24");
        nodes.node("pi2").hold("doge2", "10.1.1.2/24");
        Awaitility.await()
                .until(() -> box.app
                        .world()
                        .get()
                        .guests()
                        .keySet()
                        .equals(Set.of(new VmName("doge1"), new VmName("doge2"))));
    }

    @AfterEach
    void end() {
        person.close();
        box.close();
        nodes.close();
        broker.close();
    }

    @Test
    @Conforms({"commands-answered-where-asked", "commands-to-nobody"})
    void aCommandToAnUnknownGuestIsAnsweredOnceOnBothTopics() {
        Incoming reply = person.request("scatola/vm/doge9/set", "{\"state\":\"ON\",\"transaction\":\"7\"}");

        assertThat(TestClient.text(reply))
                .contains("\"transaction\":\"7\"")
                .contains("no guest doge9: there are doge1, doge2");
        person.await("scatola/vm/doge9/response/set", "no guest doge9");
        staysAlone("scatola/vm/doge9/response/set");
    }

    @Test
    @Conforms("commands-answered-once")
    void aNodeThatIsThereAnswersAloneEvenIfItRefuses() {
        Incoming reply = person.request("scatola/vm/doge1/set", "{\"colour\":\"red\",\"transaction\":\"7\"}");

        assertThat(TestClient.text(reply)).contains("nothing to set");
        nodesPatienceIsOver();
        assertThat(person.texts("scatola/vm/doge1/response/set")).hasSize(1);
    }

    @Test
    @Conforms("commands-to-nobody")
    void aGuestWhosePiIsUnpluggedIsToldWithWhatToDo() {
        nodes.node("pi2").unplug();

        Incoming reply = person.request("scatola/link/doge2/stage/set", "{\"state\":\"OFF\"}");

        assertThat(TestClient.text(reply)).contains("doge2 is on pi2, which is offline: plug it in");
    }

    /** The first, since the others are done while it waits. */
    @Test
    @Order(1)
    void aNodeThatIsHeardButNeverAnswersIsAnsweredForInTheEnd() {
        nodes.node("pi1").mute();

        person.publish("scatola/vm/doge1/request/reboot", "{\"transaction\":\"7\"}");

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> person.texts("scatola/vm/doge1/response/reboot").stream()
                        .anyMatch(text -> text.contains("pi1 did not answer within 4")));
    }

    @Test
    void aGuestCanBeCommandedAsSoonAsItWasMade() {
        person.publish(
                "scatola/node/pi1/request/vm/create",
                "{\"vm\":\"new\",\"image\":\"doge\",\"nics\":[{\"network\":\"stage\"}]}");

        Incoming reply = person.request("scatola/vm/new/set", "{\"ip\":\"10.1.1.9/24\",\"transaction\":\"8\"}");

        assertThat(TestClient.text(reply)).contains("\"ok\"");
        staysAlone("scatola/vm/new/response/set");
    }

    @Test
    @Conforms("topics-names")
    void namesOutsideThePatternAreAnswered() {
        person.publish("scatola/vm/Doge_1/set/state", "ON");
        person.publish("scatola/uplink/-pi/set", "{}");

        person.await("scatola/vm/Doge_1/response/set", "'Doge_1' is no guest name");
        person.await("scatola/uplink/-pi/response/set", "'-pi' is no node name");
        assertThat(box.app.world().get().unreadable()).isZero();
    }

    @Test
    @Conforms("commands-retained-refused")
    void aRetainedCommandToNobodyIsRefused() {
        person.publishRetained("scatola/vm/doge9/set", "{\"state\":\"ON\"}");

        person.await("scatola/vm/doge9/response/set", "must not be retained");
        person.publishRetained("scatola/vm/doge9/set", "");
        staysAlone("scatola/vm/doge9/response/set");
    }

    @Test
    @Conforms("commands-retained-never-run")
    void aRetainedCommandIsNotTakenUpAfterAReconnect() {
        person.publishRetained("scatola/box/request/show", "{\"show\":\"story\"}");
        person.await("scatola/box/response/show", "must not be retained");
        person.forget();

        try (AppUnderTest second = new AppUnderTest(broker)) {
            second.knows("pi1");
            assertThat(person.texts("scatola/box/response/show")).isEmpty();
        }
    }

    @Test
    @Conforms("transactions-done-once")
    void aTransactionThatComesTwiceIsAnsweredTwiceAndDoneOnce() {
        String play = "{\"show\":\"story\",\"rehearse\":true,\"transaction\":\"42\"}";

        String first = TestClient.text(person.request("scatola/box/request/show", play));
        String second = TestClient.text(person.request("scatola/box/request/show", play));

        assertThat(first).contains("\"ok\"").isEqualTo(second);
        assertThat(TestClient.text(person.request("scatola/box/request/show", "{\"show\":\"story\"}")))
                .contains("'The datacenter in a box' is being played");
        assertThat(TestClient.text(person.request("scatola/box/request/show/stop", "{\"by\":\"anna\"}")))
                .contains("\"ok\"");
        person.await("scatola/box/state", "\"verdict\":\"stopped\"");
    }

    @Test
    void aFloodOfCommandsToNobodyIsAnsweredOneByOne() {
        for (int i = 0; i < 1000; i++) {
            var unused = person.bus()
                    .publish(Outgoing.of(
                            "scatola/vm/doge9/set",
                            "{\"state\":\"ON\",\"transaction\":\"t%d\"}"
                                    .formatted(i)
                                    .getBytes(StandardCharsets.UTF_8)));
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> person.texts("scatola/vm/doge9/response/set").size() >= 1000);
        staysAt("scatola/vm/doge9/response/set", 1000);
        assertThat(new HashSet<>(person.texts("scatola/vm/doge9/response/set"))).hasSize(1000);
    }

    @Test
    @Conforms("presenters-retained")
    void thePresenterIsAnnouncedAndSaysGoodbye() {
        assertThat(TestClient.text(person.await("scatola/presenter/laptop", "online")))
                .contains("\"presenter\"");
        person.await("scatola/box/info", "\"story\"");

        box.close();

        person.await("scatola/presenter/laptop", "offline");
    }

    @Test
    void afterTheBrokerCameBackTheWorldIsRightAgain() {
        broker.restart();

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> box.app.isConnected());
        box.knows("pi1", "pi2");
        assertThat(Objects.requireNonNull(box.app.world().get().guest(new VmName("doge1")))
                        .node())
                .hasToString("pi1");
    }

    private void staysAlone(String topic) {
        staysAt(topic, 1);
    }

    private void staysAt(String topic, int count) {
        Awaitility.await()
                .during(QUIET)
                .atMost(QUIET.multipliedBy(4))
                .until(() -> person.texts(topic).size() == count);
    }

    private static void nodesPatienceIsOver() {
        Awaitility.await()
                .during(Duration.ofMillis(5500))
                .atMost(Duration.ofSeconds(10))
                .until(() -> true);
    }
}
