package scatola.nodeservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static scatola.nodeservice.Director.SOON;
import static scatola.nodeservice.Director.is;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestBroker.Brand;

/**
 * Links of real guests: doge1 is in stage and back, doge2 in stage and side, both on one node. Back and side have the
 * same addresses and must not meet.
 */
@ParameterizedClass
@EnumSource
class LinksIT {
    private static TestBroker broker;
    private static TestNode pi1;
    private static Director director;

    LinksIT(Brand brand) {}

    @BeforeParameterizedClassInvocation
    static void bringUp(Brand brand) {
        broker = brand.start();
        director = new Director(broker);
        pi1 = TestNode.start(broker, "pi1", TestNode.folder());
        director.await("node/pi1/availability", state -> is(state, "state", "online"));
        create("doge1", "10.1.1.1/24", "back", "10.2.1.1/24");
        create("doge2", "10.1.1.2/24", "side", "10.2.1.2/24");
        director.awaitPhase("doge1", "running");
        director.awaitPhase("doge2", "running");
    }

    private static void create(String vm, String stage, String network, String ip) {
        director.done("node/pi1/request/vm/create", """
                {"vm":"%s","image":"doge","state":"ON",
                 "nics":[{"network":"stage","ip":"%s"},{"network":"%s","ip":"%s"}]}""".formatted(vm, stage, network, ip));
    }

    @AfterParameterizedClassInvocation
    static void takeDown() {
        pi1.closeWithGuests();
        director.close();
        broker.close();
    }

    @BeforeEach
    void allCablesAreIn() {
        director.done("link/doge1/stage/set", "{\"state\":\"ON\",\"ip\":\"10.1.1.1/24\"}");
        director.done("link/doge2/stage/set", "{\"state\":\"ON\",\"ip\":\"10.1.1.2/24\"}");
        await().atMost(SOON).until(() -> pi1.reaches("doge1", "10.1.1.2"));
    }

    @Test
    void twoNetworksAreKeptApart() {
        assertThat(pi1.reaches("doge1", "10.1.1.2")).isTrue();

        assertThat(pi1.reaches("doge1", "10.2.1.2")).isFalse();
        List<String> addresses = pi1.run("doge1", "ip", "-4", "addr").lines();
        assertThat(addresses)
                .anyMatch(line -> line.contains("10.1.1.1/24"))
                .anyMatch(line -> line.contains("10.2.1.1/24"));
    }

    @Test
    void everyNicHasAMacAndALocatorOfItsOwn() {
        List<JsonNode> links = List.of(
                director.state("link/doge1/stage"),
                director.state("link/doge1/back"),
                director.state("link/doge2/stage"),
                director.state("link/doge2/side"));

        assertThat(links).extracting(link -> link.path("mac").asText()).doesNotHaveDuplicates();
        assertThat(links).extracting(link -> link.path("vnl").asText()).satisfies(vnl -> {
            assertThat(vnl.get(0)).isEqualTo(vnl.get(2)).startsWith("vxvde://239.");
            assertThat(vnl.get(1)).isNotEqualTo(vnl.get(3));
        });
    }

    @Test
    void aPulledLinkLosesItsCarrierAndItsTrafficAndNothingElse() {
        director.done("link/doge2/stage/set", "{\"state\":\"OFF\",\"by\":\"button\"}");

        JsonNode link = director.state("link/doge2/stage");
        assertThat(link.path("state").asText()).isEqualTo("OFF");
        assertThat(link.path("by").asText()).isEqualTo("button");
        assertThat(link.path("ip").asText()).isEqualTo("10.1.1.2/24");
        assertThat(carrier("doge2", "stage")).isEqualTo("0");
        assertThat(carrier("doge2", "side")).isEqualTo("1");
        assertThat(pi1.reaches("doge1", "10.1.1.2")).isFalse();
        assertThat(director.state("vm/doge2").path("phase").asText()).isEqualTo("running");

        director.done("link/doge2/stage/set/state", "TOGGLE");

        assertThat(director.state("link/doge2/stage").path("state").asText()).isEqualTo("ON");
        assertThat(carrier("doge2", "stage")).isEqualTo("1");
        await().atMost(SOON).until(() -> pi1.reaches("doge1", "10.1.1.2"));
    }

    @Test
    void aMovedAddressAnswersAtItsNewPlaceAtOnce() {
        director.done("link/doge2/stage/set", "{\"ip\":\"10.1.1.3/24\"}");
        assertThat(pi1.reaches("doge1", "10.1.1.3")).isTrue();
        assertThat(pi1.reaches("doge1", "10.1.1.2")).isFalse();

        director.done("vm/doge2/set", "{\"ip\":\"10.1.1.2/24\"}");

        assertThat(pi1.reaches("doge1", "10.1.1.2")).isTrue();
    }

    @Test
    void theLastOfManyAddressesIsTheOneThatStays() {
        for (int i = 10; i < 20; i++) {
            director.say("link/doge2/stage/set/ip", "10.1.1.%d/24".formatted(i));
        }
        director.done("link/doge2/stage/set", "{\"ip\":\"10.1.1.99/24\"}");

        assertThat(director.state("link/doge2/stage").path("ip").asText()).isEqualTo("10.1.1.99/24");
        assertThat(pi1.run("doge2", "ip", "-4", "-o", "addr").lines())
                .filteredOn(line -> line.contains("10.1.1."))
                .singleElement()
                .asString()
                .contains("10.1.1.99/24");
    }

    @Test
    @Conforms("attributes-keep-their-value")
    void anAddressAndACableAtTheSameTimeDoNotUndoEachOther() {
        director.say("link/doge2/stage/set", "{\"ip\":\"10.1.1.50/24\",\"transaction\":\"address\"}");
        director.done("link/doge2/stage/set", "{\"state\":\"OFF\"}");
        director.heard(SOON, "link/doge2/stage/response/set", said -> is(said, "transaction", "address"));

        JsonNode link = director.state("link/doge2/stage");
        assertThat(link.path("ip").asText()).isEqualTo("10.1.1.50/24");
        assertThat(link.path("state").asText()).isEqualTo("OFF");
        assertThat(carrier("doge2", "stage")).isEqualTo("0");
    }

    @Test
    void whatALinkHasCarriedIsCounted() {
        pi1.run("doge1", "ping", "-c", "3", "-i", "0.2", "-s", "1000", "10.1.1.2");

        pi1.node().count();

        JsonNode link = director.await(
                "link/doge1/stage",
                state -> state.path("tx_bytes").asLong() > 3000
                        && state.path("rx_bytes").asLong() > 3000);
        assertThat(link.path("state").asText()).isEqualTo("ON");
    }

    @Test
    void aLinkPulledWhileItsGuestIsBeingStartedIsOutWhenItRuns() {
        director.done("vm/doge2/request/kill", "");
        director.awaitPhase("doge2", "off");
        director.say("vm/doge2/set", "{\"state\":\"ON\"}");

        director.done("link/doge2/stage/set", "{\"state\":\"OFF\"}");
        director.awaitPhase("doge2", "running");

        assertThat(carrier("doge2", "stage")).isEqualTo("0");
        assertThat(carrier("doge2", "side")).isEqualTo("1");
        assertThat(director.state("link/doge2/stage").path("state").asText()).isEqualTo("OFF");
    }

    private static String carrier(String vm, String network) {
        String mac =
                director.state("link/%s/%s".formatted(vm, network)).path("mac").asText();
        String find = "for d in /sys/class/net/*; do [ \"$(cat $d/address)\" != \"$0\" ] || cat $d/carrier; done";
        return String.join("", pi1.run(vm, "sh", "-c", find, mac).lines());
    }
}
