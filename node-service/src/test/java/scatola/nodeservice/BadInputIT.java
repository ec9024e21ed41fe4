package scatola.nodeservice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static scatola.nodeservice.Director.SOON;
import static scatola.nodeservice.Director.is;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.bus.client.Outgoing;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestBroker.Brand;

/** Whatever is asked wrongly is answered with what to do about it, and changes nothing. */
@ParameterizedClass
@EnumSource
class BadInputIT {
    private static TestBroker broker;
    private static TestNode pi1;
    private static TestNode pi2;
    private static Director director;

    BadInputIT(Brand brand) {}

    /** Two nodes of two guests each at most: doge1 runs on pi1 and doge2 on pi2, spare is off on pi1. */
    @BeforeParameterizedClassInvocation
    static void bringUp(Brand brand) {
        broker = brand.start();
        director = new Director(broker);
        pi1 = TestNode.start(small("pi1"));
        pi2 = TestNode.start(small("pi2"));
        director.await("node/pi1/availability", state -> is(state, "state", "online"));
        director.await("node/pi2/availability", state -> is(state, "state", "online"));
        director.done("node/pi1/request/vm/create", guest("doge1", "ON", "10.1.1.1/24"));
        director.done("node/pi2/request/vm/create", guest("doge2", "ON", "10.1.1.2/24"));
        director.done("node/pi1/request/vm/create", guest("spare", "OFF", "10.1.1.9/24"));
        director.awaitPhase("doge1", "running");
        director.awaitPhase("doge2", "running");
    }

    private static NodeSettings small(String name) {
        return new Variation(TestNode.settings(broker, name, TestNode.folder()))
                .guests(2, 400)
                .settings();
    }

    private static String guest(String vm, String state, String ip) {
        return """
                {"vm":"%s","image":"doge","state":"%s","nics":[{"network":"stage","ip":"%s"}]}""".formatted(vm, state, ip);
    }

    @AfterParameterizedClassInvocation
    static void takeDown() {
        pi1.closeWithGuests();
        pi2.closeWithGuests();
        director.close();
        broker.close();
    }

    private Map<String, String> before = Map.of();

    @BeforeEach
    void look() {
        before = world();
    }

    /** What all guests and links are, without what changes by itself. */
    private static Map<String, String> world() {
        Map<String, String> world = new TreeMap<>();
        for (String filter : List.of("scatola/vm/+", "scatola/link/+/+")) {
            director.client().retained(filter).forEach((topic, message) -> {
                var state = (com.fasterxml.jackson.databind.node.ObjectNode) Director.json(message);
                world.put(
                        topic,
                        state.without(List.of("seq", "ts", "rx_bytes", "tx_bytes"))
                                .toString());
            });
        }
        return world;
    }

    static Stream<Arguments> wrong() {
        String create = "node/pi1/request/vm/create";
        return Stream.of(
                Arguments.of("vm/doge1/set", "{\"state\":", "no JSON"),
                Arguments.of("vm/doge1/set", "[1,2]", "a JSON object is expected"),
                Arguments.of("vm/doge1/set", "OFF", "no JSON"),
                Arguments.of("vm/doge1/set", "", "name state"),
                Arguments.of("vm/doge1/set", "{\"colour\":\"red\"}", "name state"),
                Arguments.of("vm/doge1/set", "{\"state\":true}", "state must be one of ON, OFF, TOGGLE, but is true"),
                Arguments.of("vm/doge1/set", "{\"state\":\"off\"}", "one of ON, OFF, TOGGLE"),
                Arguments.of("vm/doge1/set", "{\"state\":\"OFF\",\"ip\":7}", "ip must be a text"),
                Arguments.of("vm/doge1/set", "{\"ip\":\"10.1.1\"}", "is no IPv4 address: write it like 10.1.1.2/24"),
                Arguments.of("vm/doge1/set", "{\"ip\":\"10.1.1.256/24\"}", "is no IPv4 address"),
                Arguments.of("vm/doge1/set", "{\"ip\":\"10.1.1.0/24\"}", "take an address inside it"),
                Arguments.of("vm/doge1/set", "{\"ip\":\"127.0.0.1/8\"}", "is no address a guest may have"),
                Arguments.of("vm/doge1/set", "{\"state\":\"OFF\",\"transaction\":7}", "transaction must be a text"),
                Arguments.of("vm/doge1/set", "{\"state\":\"ON\"}", "runs already: send OFF"),
                Arguments.of("vm/spare/set", "{\"state\":\"OFF\"}", "is off already: send ON"),
                Arguments.of("vm/doge1/set/state", "MAYBE", "one of ON, OFF, TOGGLE"),
                Arguments.of("vm/doge1/set/ip", "nowhere", "is no IPv4 address"),
                Arguments.of("vm/doge1/set/colour", "red", "no attribute colour to set: there are state, ip"),
                Arguments.of("vm/doge1/set/Colour!", "red", "no operation or attribute"),
                Arguments.of(
                        "vm/doge1/request/dance", "{}", "there is no operation dance on a guest: there are reboot"),
                Arguments.of("vm/doge1/request/Dance", "{}", "no operation or attribute"),
                Arguments.of("vm/spare/request/reboot", "{}", "send ON to boot it"),
                Arguments.of("vm/spare/request/console", "{}", "send ON to boot it"),
                Arguments.of("vm/doge1/request/resume", "{}", "is not paused"),
                Arguments.of("link/doge1/stage/set", "{\"state\":1}", "one of ON, OFF, TOGGLE"),
                Arguments.of(
                        "link/doge1/nowhere/set", "{\"state\":\"OFF\"}", "no NIC in network nowhere: it is in stage"),
                Arguments.of("link/doge1/No!/set", "{\"state\":\"OFF\"}", "is no network name"),
                Arguments.of("link/doge1/stage/set", "{\"loss_pct\":20}", "can't be set yet"),
                Arguments.of("link/doge1/stage/set", "{\"loss_pct\":200}", "loss_pct must be a number from 0 to 100"),
                Arguments.of("link/doge1/stage/set/colour", "red", "no attribute colour to set"),
                Arguments.of("uplink/pi1/set", "{\"state\":\"OFF\"}", "for_s"),
                Arguments.of(
                        "node/pi1/request/dance", "{}", "there is no operation dance on a node: there are vm/create"),
                Arguments.of(
                        "node/pi1/request/vm/delete", "{\"vm\":\"nobody\"}", "no guest nobody on this node: it has"),
                Arguments.of(create, "{\"image\":\"doge\"}", "vm is missing"),
                Arguments.of(create, "{\"vm\":\"a\"}", "image is missing"),
                Arguments.of(create, "{\"vm\":\"Big\",\"image\":\"doge\"}", "is no guest name: use 1 to 32 of a-z"),
                Arguments.of(create, "{\"vm\":\"-a\",\"image\":\"doge\"}", "is no guest name"),
                Arguments.of(create, "{\"vm\":\"a\",\"image\":\"../doge\"}", "is no image name"),
                Arguments.of(create, "{\"vm\":\"a\",\"image\":\"cat\"}", "doge"),
                Arguments.of(create, "{\"vm\":\"a\",\"image\":\"doge\",\"memory_mib\":\"many\"}", "memory_mib must be"),
                Arguments.of(create, "{\"vm\":\"a\",\"image\":\"doge\",\"memory_mib\":1}", "from 8 to 65536"),
                Arguments.of(create, "{\"vm\":\"a\",\"image\":\"doge\",\"nics\":\"stage\"}", "nics must be a list"),
                Arguments.of(
                        create,
                        "{\"vm\":\"a\",\"image\":\"doge\",\"nics\":[{\"network\":\"n\"},{\"network\":\"n\"}]}",
                        "names a network twice"),
                Arguments.of(
                        create,
                        "{\"vm\":\"a\",\"image\":\"doge\",\"nics\":[{\"network\":\"n\",\"mac\":\"x\"}]}",
                        "nics[0].mac"),
                Arguments.of(
                        create,
                        "{\"vm\":\"a\",\"image\":\"doge\",\"nics\":[{\"network\":\"n\",\"vnl\":\"cmd://touch x\"}]}",
                        "is no virtual network locator"),
                Arguments.of(create, "{\"vm\":\"spare\",\"image\":\"doge\"}", "spare is there already"),
                Arguments.of(create, "{\"vm\":\"doge2\",\"image\":\"doge\"}", "doge2 is already on pi2"),
                Arguments.of(create, "{\"vm\":\"third\",\"image\":\"doge\"}", "the node is full: it has 2 guests"),
                Arguments.of(
                        "node/pi2/request/vm/create",
                        "{\"vm\":\"huge\",\"image\":\"doge\",\"memory_mib\":4096}",
                        "of 400 MiB and 4096 more"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrong")
    @Conforms({"uplink-needs-an-end", "errors-say-what-to-do", "malformed-changes-nothing", "guests-unique"})
    void aWrongCommandIsAnsweredWithWhatToDoAndChangesNothing(String topic, String payload, String reason) {
        assertThat(director.refused(topic, payload)).contains(reason);

        assertThat(world()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vm/doge1/set",
                "vm/doge1/set/ip",
                "vm/doge1/request/exec",
                "link/doge1/stage/set",
                "link/doge1/stage/set/state",
                "uplink/pi1/set",
                "node/pi1/request/vm/create"
            })
    @Conforms("payloads-bounded")
    void aMegabyteIsRefusedByItsSize(String topic) {
        assertThat(director.refused(topic, "x".repeat(1_000_000))).contains("1000000 bytes: send at most 65536");

        assertThat(world()).isEqualTo(before);
    }

    @Test
    void aMegabyteTypedOnAConsoleIsNotTyped() {
        director.forget();
        director.say("vm/doge1/console/in", "x".repeat(1_000_000));

        director.awaitLogin("doge1");
        assertThat(director.printed("doge1")).doesNotContain("xx");
    }

    @Test
    @Conforms("alerts-cleared-when-over")
    void anAddressThatALiveGuestHasIsTakenWithAWarningToldToAllAndOverWhenOneLetsGo() {
        JsonNode data = director.done("vm/doge1/set", "{\"ip\":\"10.1.1.2/24\"}");

        assertThat(data.path("warning").asText()).contains("doge2 on pi2");
        JsonNode alert = director.await("node/pi1/alert/address-10-1-1-2", there -> !there.isMissingNode());
        assertThat(alert.path("text").asText()).contains("doge1 here").contains("doge2 on pi2");
        assertThat(director.state("vm/doge1").path("ip").asText()).isEqualTo("10.1.1.2/24");

        data = director.done("vm/doge1/set", "{\"ip\":\"10.1.1.1/24\"}");

        assertThat(data.path("warning").isMissingNode()).isTrue();
        director.await("node/pi1/alert/address-10-1-1-2", JsonNode::isMissingNode);
        director.await("node/pi2/alert/address-10-1-1-2", JsonNode::isMissingNode);
    }

    @Test
    void anAddressOfAGuestThatIsOffIsFree() {
        assertThat(director.done("vm/doge1/set", "{\"ip\":\"10.1.1.9/24\"}")
                        .path("warning")
                        .isMissingNode())
                .isTrue();

        director.done("vm/doge1/set", "{\"ip\":\"10.1.1.1/24\"}");
    }

    @Test
    @Conforms({"commands-retained-refused", "commands-retained-alert"})
    void aRetainedCommandIsRefusedAndToldUntilItIsCleared() {
        director.client().publishRetained("scatola/vm/spare/set", "{\"state\":\"ON\",\"transaction\":\"r1\"}");

        JsonNode answer = director.heard(SOON, "vm/spare/response/set", said -> is(said, "transaction", "r1"));
        assertThat(answer.path("error").asText())
                .contains("must not be retained")
                .contains("mosquitto_pub -r -n -t scatola/vm/spare/set");
        director.await(
                "node/pi1/alert/retained-command",
                alert -> alert.path("text").asText().contains("scatola/vm/spare/set"));

        director.client().publishRetained("scatola/vm/spare/set", "");

        director.await("node/pi1/alert/retained-command", JsonNode::isMissingNode);
        assertThat(world()).isEqualTo(before);
    }

    @Test
    @Conforms("commands-retained-refused")
    void aRetainedRequestToTheNodeIsRefusedAsWell() {
        director.client()
                .publishRetained("scatola/node/pi1/request/vm/delete", "{\"vm\":\"spare\",\"transaction\":\"r2\"}");

        director.heard(SOON, "node/pi1/response/vm/delete", said -> is(said, "transaction", "r2"));
        director.client().publishRetained("scatola/node/pi1/request/vm/delete", "");
        director.await("node/pi1/alert/retained-command", JsonNode::isMissingNode);
        assertThat(world()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"argv\":\"uname -a\"}",
                "{\"argv\":[]}",
                "{\"argv\":[7]}",
                "{\"argv\":[\"a\\u0000b\"]}",
                "{\"argv\":[\"true\"],\"test\":\"No!\"}"
            })
    void aProgramThatIsNoneIsRefused(String payload) {
        assertThat(director.refused("vm/doge1/request/exec", payload)).isNotBlank();
    }

    @Test
    @Conforms({"transactions-come-back", "transactions-done-once"})
    void aTransactionThatComesTwiceIsDoneOnceAndAnsweredTwice() {
        String toggle = "{\"state\":\"TOGGLE\",\"transaction\":\"twice\"}";

        director.done("link/spare/stage/set", toggle);
        director.done("link/spare/stage/set", toggle);

        assertThat(director.state("link/spare/stage").path("state").asText()).isEqualTo("OFF");
        assertThat(director.said("link/spare/stage/response/set"))
                .filteredOn(said -> is(said, "transaction", "twice"))
                .hasSize(2);
        director.done("link/spare/stage/set", "{\"state\":\"ON\"}");
    }

    @Test
    @Conforms("transactions-of-another-command")
    void aTransactionOfAnotherCommandIsRefused() {
        director.done("link/spare/stage/set", "{\"state\":\"ON\",\"transaction\":\"mine\"}");

        assertThat(director.refused("link/spare/stage/set", "{\"state\":\"OFF\",\"transaction\":\"mine\"}"))
                .contains("belongs to another command");

        assertThat(director.state("link/spare/stage").path("state").asText()).isEqualTo("ON");
    }

    @Test
    @Conforms("commands-answered-where-asked")
    void theAnswerGoesToTheResponseTopicOfTheContractToo() {
        director.refused("vm/spare/set", "{\"state\":\"OFF\",\"transaction\":\"where\"}");

        director.heard(SOON, "vm/spare/response/set", said -> is(said, "transaction", "where"));
        assertThat(director.said("vm/spare/response/set"))
                .filteredOn(said -> is(said, "transaction", "where"))
                .hasSize(1);
    }

    @Test
    void ofAThousandLinkCommandsInASecondEachIsAnsweredAndTheNewestHolds() {
        long heapBefore = heap();
        director.forget();

        for (int i = 0; i < 1000; i++) {
            director.client()
                    .send(Outgoing.of(
                            "scatola/link/doge1/stage/set",
                            "{\"state\":\"%s\",\"transaction\":\"flood-%d\"}"
                                    .formatted(i % 2 == 0 ? "OFF" : "ON", i)
                                    .getBytes(UTF_8)));
        }

        Set<String> answered = new HashSet<>();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    answered.clear();
                    director.said("link/doge1/stage/response/set")
                            .forEach(said ->
                                    answered.add(said.path("transaction").asText()));
                    return answered.size() == 1000;
                });
        String last = director.said("link/doge1/stage/response/set").stream()
                .filter(said -> is(said, "status", "ok"))
                .map(said -> Integer.parseInt(said.path("transaction").asText().substring("flood-".length())))
                .max(Integer::compare)
                .map(i -> i % 2 == 0 ? "OFF" : "ON")
                .orElseThrow();
        assertThat(director.state("link/doge1/stage").path("state").asText()).isEqualTo(last);
        assertThat(pi1.run("doge1", "cat", "/sys/class/net/eth0/carrier").lines())
                .containsExactly(last.equals("ON") ? "1" : "0");
        director.done("link/doge1/stage/set", "{\"state\":\"ON\"}");
        director.forget();
        awaitHeap(heapBefore + 8 * 1024 * 1024);
    }

    @Test
    void aFloodOfConsoleRequestsDoesNotFillTheMemory() {
        pi1.run(
                "doge1",
                "sh",
                "-c",
                "i=0; while [ $i -lt 800 ]; do i=$((i+1)); echo"
                        + " 0123456789012345678901234567890123456789012345678901234567890123456789 >/dev/ttyS0; done");
        await().atMost(SOON)
                .until(() -> director.done("vm/doge1/request/console", "")
                                .path("bytes")
                                .asInt()
                        > 50_000);
        long heapBefore = heap();

        for (int i = 0; i < 300; i++) {
            director.done("vm/doge1/request/console", "{\"transaction\":\"tail-%d\"}".formatted(i));
            director.forget();
        }

        awaitHeap(heapBefore + 12 * 1024 * 1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(touch /tmp/pwned)",
                "`touch /tmp/pwned`",
                "; touch /tmp/pwned",
                "| touch /tmp/pwned",
                "a'b\\\"c"
            })
    void shellCharactersAreRefusedInNamesAndLiteralInTexts(String text) {
        List<String> namesAndAddresses = List.of(
                "{\"vm\":\"%s\",\"image\":\"doge\"}",
                "{\"vm\":\"a\",\"image\":\"%s\"}",
                "{\"vm\":\"a\",\"image\":\"doge\",\"nics\":[{\"network\":\"%s\"}]}",
                "{\"vm\":\"a\",\"image\":\"doge\",\"nics\":[{\"network\":\"n\",\"ip\":\"%s\"}]}",
                "{\"vm\":\"a\",\"image\":\"doge\",\"nics\":[{\"network\":\"n\",\"mac\":\"%s\"}]}",
                "{\"vm\":\"a\",\"image\":\"doge\",\"nics\":[{\"network\":\"n\",\"vnl\":\"%s\"}]}");
        for (String payload : namesAndAddresses) {
            assertThat(director.refused("node/pi1/request/vm/create", payload.formatted(text)))
                    .contains("is no ");
        }
        director.refused("vm/doge1/set", "{\"ip\":\"%s\"}".formatted(text));

        String who = "{\"state\":\"ON\",\"by\":\"%1$s\",\"transaction\":\"%1$s\"}".formatted(text);
        director.done("link/doge1/stage/set", who);

        String literal = text.replace("\\\"", "\"");
        assertThat(director.state("link/doge1/stage").path("by").asText()).isEqualTo(literal);
        assertThat(Path.of("/tmp/pwned")).doesNotExist();
        assertThat(pi1.run("doge1", "test", "-e", "/tmp/pwned").exitCode()).isEqualTo(1);
    }

    @Test
    void shellCharactersReachAProgramInAGuestAsTheyAre() {
        String bad = "$(touch /tmp/pwned);`touch /tmp/pwned`|touch /tmp/pwned&'\"\\\\ *";
        director.done(
                "vm/doge1/request/exec",
                "{\"test\":\"literal\",\"argv\":[\"printf\",\"%%s\",\"%s\"]}".formatted(bad.replace("\"", "\\\"")));

        JsonNode line = director.heard(SOON, "test/literal", sample -> sample.has("text"));

        assertThat(line.path("text").asText()).isEqualTo(bad.replace("\\\\", "\\"));
        assertThat(pi1.run("doge1", "test", "-e", "/tmp/pwned").exitCode()).isEqualTo(1);
    }

    @Test
    void shellCharactersInATextArriveAsTheyAre() {
        director.done("vm/doge2/request/netcat", "{\"test\":\"listen\",\"listen\":true,\"port\":2389}");
        String bad = "$(touch /tmp/pwned); `touch /tmp/pwned` 'x'";

        director.done(
                "vm/doge1/request/netcat",
                "{\"test\":\"send\",\"to\":\"10.1.1.2\",\"port\":2389,\"text\":\"%s\"}".formatted(bad));

        JsonNode line = director.heard(Director.BOOT, "test/listen", sample -> sample.has("text"));
        assertThat(line.path("text").asText()).isEqualTo(bad);
        assertThat(pi1.run("doge1", "test", "-e", "/tmp/pwned").exitCode()).isEqualTo(1);
        assertThat(pi2.run("doge2", "test", "-e", "/tmp/pwned").exitCode()).isEqualTo(1);
    }

    @Test
    @Conforms("commands-to-nobody")
    void aGuestOfNobodyIsNotAnsweredByANode() {
        director.say("vm/nobody/set", "{\"state\":\"ON\",\"transaction\":\"n\"}");
        director.refused("vm/spare/set", "{\"state\":\"OFF\",\"transaction\":\"after\"}");

        assertThat(director.said("vm/nobody/response/set")).isEmpty();
    }

    /** What is still under way, and what one collection only prepares for the next, goes within seconds. */
    private static void awaitHeap(long most) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(heap()).isLessThan(most));
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
