package scatola.nodeservice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static scatola.nodeservice.Director.SOON;
import static scatola.nodeservice.Director.is;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import scatola.bus.client.Incoming;
import scatola.bus.message.Phase;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.Minutes;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestBroker.Brand;
import scatola.bus.testing.TestClient;

/** A guest's whole life over the bus, on a real machine; all that is said is held against the contract. */
@ParameterizedClass
@EnumSource
class LifeIT {
    private static TestBroker broker;
    private static Minutes minutes;
    private static TestNode pi1;
    private static Director director;

    LifeIT(Brand brand) {}

    @BeforeParameterizedClassInvocation
    static void bringUp(Brand brand) {
        broker = brand.start();
        minutes = Minutes.of(broker.settings("minutes"), "scatola");
        director = new Director(broker);
        pi1 = TestNode.start(broker, "pi1", TestNode.folder());
        director.await("node/pi1/availability", state -> is(state, "state", "online"));
        director.done("node/pi1/request/vm/create", """
                {"vm":"doge1","image":"doge","nics":[{"network":"stage","ip":"10.1.1.1/24"}],"by":"web-1"}""");
    }

    @AfterParameterizedClassInvocation
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

    @BeforeEach
    void aGuestRuns() {
        if (pi1.phase("doge1") != Phase.RUNNING) {
            director.done("vm/doge1/set", "{\"state\":\"ON\"}");
            director.awaitPhase("doge1", "running");
        }
        director.done("vm/doge1/set", "{\"ip\":\"10.1.1.1/24\"}");
        director.forget();
    }

    @Test
    @Conforms({"topics-as-documented", "states-cleared-when-deleted"})
    void aGuestIsMadeBootedPoweredDownAndDeletedAndNothingIsLeft() {
        director.done("node/pi1/request/vm/create", """
                {"vm":"doge2","image":"doge","memory_mib":96,"state":"ON","by":"web-1",
                 "nics":[{"network":"stage","ip":"10.1.1.2/24"}]}""");
        JsonNode running = director.awaitPhase("doge2", "running");

        assertThat(running.path("state").asText()).isEqualTo("ON");
        assertThat(running.path("target").asText()).isEqualTo("ON");
        assertThat(running.path("node").asText()).isEqualTo("pi1");
        assertThat(running.path("ip").asText()).isEqualTo("10.1.1.2/24");
        assertThat(running.path("mac").asText()).matches("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
        assertThat(running.path("boot_ms").asLong()).isBetween(100L, 40_000L);
        assertThat(running.path("by").asText()).isEqualTo("web-1");
        assertThat(running.path("memory_mib").asInt()).isEqualTo(96);
        assertThat(pi1.run("doge2", "ip", "-4", "addr").lines()).anyMatch(line -> line.contains("10.1.1.2/24"));
        assertThat(director.said("vm/doge2"))
                .extracting(state -> state.path("phase").asText())
                .containsSubsequence("off", "starting", "running");
        director.heard(SOON, "node/pi1/event", event -> is(event, "type", "guest_booted") && is(event, "vm", "doge2"));

        director.done("vm/doge2/request/exec", "{\"argv\":[\"hostname\"],\"test\":\"name\"}");
        director.await("test/name/result", result -> is(result, "verdict", "ok"));

        director.done("vm/doge2/set", "{\"state\":\"OFF\",\"by\":\"web-2\"}");
        JsonNode off = director.awaitPhase("doge2", "off");

        assertThat(off.path("state").asText()).isEqualTo("OFF");
        assertThat(off.path("target").asText()).isEqualTo("OFF");
        assertThat(off.path("by").asText()).isEqualTo("web-2");
        JsonNode halted = director.heard(
                SOON, "node/pi1/event", event -> is(event, "type", "guest_halted") && is(event, "vm", "doge2"));
        assertThat(halted.path("exit_code").asInt()).isZero();
        assertThat(director.said("node/pi1/event")).noneMatch(event -> is(event, "type", "guest_killed"));
        assertThat(director.said("vm/doge2"))
                .extracting(state -> state.path("phase").asText())
                .containsSubsequence("running", "stopping", "off");

        director.done("node/pi1/request/vm/delete", "{\"vm\":\"doge2\",\"by\":\"web-1\"}");

        director.heard(SOON, "node/pi1/event", event -> is(event, "type", "guest_deleted") && is(event, "by", "web-1"));
        assertThat(director.client().retained("scatola/vm/doge2")).isEmpty();
        assertThat(director.client().retained("scatola/link/doge2/#")).isEmpty();
        assertThat(pi1.settings().folder().resolve("vm/doge2")).doesNotExist();
    }

    @Test
    @Conforms("states-cleared-when-deleted")
    void deletingARunningGuestEndsItsMachineAndTakesBackAllThatWasSaidOfIt() {
        director.done("node/pi1/request/vm/create", """
                {"vm":"doge3","image":"doge","state":"ON","nics":[{"network":"stage"},{"network":"back"}]}""");
        ProcessHandle machine = pi1.machine("doge3");

        director.done("node/pi1/request/vm/delete", "{\"vm\":\"doge3\"}");

        assertThat(machine.isAlive()).isFalse();
        assertThat(director.client().retained("scatola/vm/doge3")).isEmpty();
        assertThat(director.client().retained("scatola/link/doge3/#")).isEmpty();
    }

    @Test
    void pauseAndResumeAreSaidWhenTheyTookEffect() {
        director.done("vm/doge1/request/pause", "{\"by\":\"web-1\"}");
        JsonNode paused = director.await("vm/doge1", state -> is(state, "phase", "paused"));
        assertThat(paused.path("by").asText()).isEqualTo("web-1");
        assertThat(paused.path("state").asText()).isEqualTo("ON");
        assertThat(director.refused("vm/doge1/request/pause", "")).contains("is paused already");
        assertThat(director.refused("vm/doge1/set", "{\"ip\":\"10.1.1.9/24\"}")).contains("request resume first");

        director.done("vm/doge1/request/resume", "");

        director.await("vm/doge1", state -> is(state, "phase", "running") && is(state, "ip", "10.1.1.1/24"));
        assertThat(pi1.run("doge1", "true").exitCode()).isZero();
    }

    @Test
    void aRebootedGuestStartsAgainAndGetsItsAddressAgain() {
        ProcessHandle machine = pi1.machine("doge1");
        pi1.run("doge1", "touch", "/tmp/before");

        director.done("vm/doge1/request/reboot", "{\"by\":\"web-1\"}");
        director.awaitPhase("doge1", "starting");
        director.awaitPhase("doge1", "running");

        assertThat(pi1.machine("doge1")).isEqualTo(machine);
        assertThat(pi1.run("doge1", "test", "-e", "/tmp/before").exitCode()).isEqualTo(1);
        assertThat(pi1.run("doge1", "ip", "-4", "addr").lines()).anyMatch(line -> line.contains("10.1.1.1/24"));
    }

    @Test
    void aGuestWhoseMachineDiesIsFailedWithExitCodeAndCauseWithinASecond() {
        pi1.machine("doge1").destroyForcibly();

        JsonNode failed = director.await(Duration.ofSeconds(2), "vm/doge1", state -> is(state, "phase", "failed"));

        assertThat(failed.path("exit_code").asInt()).isEqualTo(137);
        assertThat(failed.path("cause").asText()).contains("died by itself").contains("137");
        assertThat(failed.path("state").asText()).isEqualTo("OFF");
        assertThat(failed.path("target").asText()).isEqualTo("ON");
        director.heard(SOON, "node/pi1/event", event -> is(event, "type", "guest_crashed"));
    }

    @Test
    void aGuestThatPowersItselfOffIsOffAndNotFailed() {
        pi1.run("doge1", "sh", "-c", "poweroff -f >/dev/null 2>&1 &");

        JsonNode off = director.awaitPhase("doge1", "off");

        assertThat(off.path("cause").isMissingNode()).isTrue();
        assertThat(off.path("by").isMissingNode()).isTrue();
    }

    @Test
    void aKilledGuestIsOffAtOnceAndCanBeBootedAgainWithAnAddressSetMeanwhile() {
        director.done("vm/doge1/request/kill", "{\"by\":\"web-1\"}");
        director.await("vm/doge1", state -> is(state, "phase", "off") && is(state, "by", "web-1"));
        assertThat(director.refused("vm/doge1/request/kill", "")).contains("nothing to kill");

        director.done("vm/doge1/set", "{\"state\":\"ON\"}");
        director.done("vm/doge1/set", "{\"ip\":\"10.1.1.77/24\"}");
        assertThat(director.state("vm/doge1").path("phase").asText()).isEqualTo("starting");
        director.awaitPhase("doge1", "running");

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(pi1.run("doge1", "ip", "-4", "addr").lines())
                                .anyMatch(line -> line.contains("10.1.1.77/24")));
    }

    @Test
    @Conforms("attributes-as-text")
    void aPlainTextAttributeDoesTheSameAsAnObject() {
        director.done("vm/doge1/set/ip", "10.1.1.42/24");

        assertThat(director.state("vm/doge1").path("ip").asText()).isEqualTo("10.1.1.42/24");
        assertThat(director.state("link/doge1/stage").path("ip").asText()).isEqualTo("10.1.1.42/24");
        assertThat(pi1.run("doge1", "ip", "-4", "addr").lines())
                .anyMatch(line -> line.contains("10.1.1.42/24"))
                .noneMatch(line -> line.contains("10.1.1.1/24"));
    }

    @Test
    @Conforms("consoles-raw")
    void whatIsTypedOnTheConsoleIsSeenByEverybodyAndStaysInItsTail() {
        try (TestClient second = TestClient.connect(broker, "scatola/vm/doge1/console/out")) {
            director.awaitLogin("doge1");
            await().atMost(SOON).until(() -> printed(second).contains("login: "));
            type("root\n");
            await().atMost(SOON).until(() -> printed(second).contains("# "));
            type("echo console-''works\n");

            await().atMost(SOON).until(() -> printed(director.client()).contains("console-works"));
            await().atMost(SOON).until(() -> printed(second).contains("console-works"));
        }
        JsonNode tail = director.done("vm/doge1/request/console", "");
        byte[] bytes = Base64.getDecoder().decode(tail.path("base64").asText());
        assertThat(new String(bytes, UTF_8)).contains("console-works");
        assertThat(bytes).hasSize(tail.path("bytes").asInt());
    }

    private static void type(String text) {
        director.say("vm/doge1/console/in", text);
    }

    private static String printed(TestClient client) {
        StringBuilder all = new StringBuilder();
        for (Incoming message : client.received()) {
            if (message.topic().equals("scatola/vm/doge1/console/out")) {
                all.append(TestClient.text(message));
            }
        }
        return all.toString();
    }
}
