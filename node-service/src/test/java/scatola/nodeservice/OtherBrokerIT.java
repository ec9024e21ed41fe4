package scatola.nodeservice;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.nodeservice.Director.SOON;
import static scatola.nodeservice.Director.is;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.Minutes;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestBroker.Brand;

/** A node with a real guest on a broker that is not Mosquitto; all that is said is held against the contract. */
class OtherBrokerIT {
    private static TestBroker broker;
    private static Minutes minutes;
    private static Director director;
    private static TestNode pi1;

    @BeforeAll
    static void bringUp() {
        broker = Brand.HIVEMQ.start();
        minutes = Minutes.of(broker.settings("minutes"), "scatola");
        director = new Director(broker);
        pi1 = TestNode.start(broker, "pi1", TestNode.folder());
        director.await("node/pi1/availability", state -> is(state, "state", "online"));
        director.done(
                "node/pi1/request/vm/create",
                "{\"vm\":\"idle\",\"image\":\"doge\",\"nics\":[{\"network\":\"stage\",\"ip\":\"10.1.1.9/24\"}]}");
    }

    @AfterAll
    static void takeDown() {
        pi1.closeWithGuests();
        director.close();
        minutes.close();
        broker.close();
    }

    @AfterEach
    void allThatWasSaidIsAsTheContractSays() {
        assertThat(minutes.takeObjections()).isEmpty();
    }

    @Test
    @Conforms({"topics-as-documented", "results-expire", "commands-answered-once", "states-cleared-when-deleted"})
    void aGuestIsMadeBootedMovedPoweredDownAndDeleted() {
        director.done("node/pi1/request/vm/create", """
                {"vm":"doge1","image":"doge","nics":[{"network":"stage","ip":"10.1.1.1/24"}],"state":"ON"}""");
        director.awaitPhase("doge1", "running");

        director.done("vm/doge1/set/ip", "10.1.1.2/24");
        assertThat(director.state("link/doge1/stage").path("ip").asText()).isEqualTo("10.1.1.2/24");
        assertThat(director.done("vm/doge1/request/exec", "{\"argv\":[\"hostname\"],\"test\":\"name\"}")
                        .path("test")
                        .asText())
                .isEqualTo("name");
        director.await("test/name/result", result -> is(result, "verdict", "ok"));
        assertThat(director.refused("vm/doge1/set", "{\"state\":\"ON\"}")).contains("runs already");
        director.done("vm/doge1/set", "{\"state\":\"OFF\"}");
        director.awaitPhase("doge1", "off");
        director.done("node/pi1/request/vm/delete", "{\"vm\":\"doge1\"}");

        director.await("vm/doge1", JsonNode::isMissingNode);
        director.await("link/doge1/stage", JsonNode::isMissingNode);
    }

    @Test
    @Conforms({"commands-retained-refused", "commands-retained-alert", "alerts-cleared-when-over"})
    void aRetainedCommandIsRefusedAndToldUntilItIsCleared() {
        director.client().publishRetained("scatola/vm/idle/set", "{\"state\":\"ON\",\"transaction\":\"r1\"}");

        director.heard(
                SOON, "vm/idle/response/set", said -> is(said, "transaction", "r1") && is(said, "status", "error"));
        director.await("node/pi1/alert/retained-command", alert -> is(alert, "severity", "warning"));

        director.client().publishRetained("scatola/vm/idle/set", "");

        director.await("node/pi1/alert/retained-command", JsonNode::isMissingNode);
        assertThat(director.state("vm/idle").path("phase").asText()).isEqualTo("off");
        assertThat(minutes.takeObjections())
                .singleElement()
                .asString()
                .contains("scatola/vm/idle/set", "it must not be retained");
    }

    @Test
    @Conforms("transactions-done-once")
    void aTransactionThatComesTwiceIsAnsweredTwiceAndDoneOnce() {
        String command = "{\"ip\":\"10.1.1.10/24\",\"transaction\":\"twice\"}";
        director.done("vm/idle/set", command);
        director.done("vm/idle/set/ip", "10.1.1.9/24");

        director.done("vm/idle/set", command);

        assertThat(director.state("vm/idle").path("ip").asText()).isEqualTo("10.1.1.9/24");
        assertThat(director.said("vm/idle/response/set"))
                .filteredOn(said -> is(said, "transaction", "twice"))
                .hasSize(2);
    }

    @Test
    @Conforms("availability-is-the-will")
    void aNodeWhoseConnectionIsEndedIsOfflineByItsWillAndComesBack() {
        director.forget();

        director.client().evict("scatola-node-pi1");

        director.heard(SOON, "node/pi1/availability", state -> is(state, "state", "offline"));
        director.await("node/pi1/availability", state -> is(state, "state", "online"));
    }

    @Test
    @Conforms("nodes-say-all-again")
    void aBrokerThatForgotEverythingIsToldEverythingAgain() {
        broker.kill();
        director.forget();

        broker.restart();

        director.heard(Director.BOOT, "node/pi1/availability", state -> is(state, "state", "online"));
        director.heard(SOON, "vm/idle", state -> is(state, "phase", "off"));
        director.heard(SOON, "link/idle/stage", state -> is(state, "node", "pi1"));
        director.heard(SOON, "uplink/pi1", state -> is(state, "interface", "lo"));
    }
}
