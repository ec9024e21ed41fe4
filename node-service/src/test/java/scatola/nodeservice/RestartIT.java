package scatola.nodeservice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static scatola.nodeservice.Director.SOON;
import static scatola.nodeservice.Director.is;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestBroker.Brand;

/** The node ends and is started again, or the broker; guests live on and nothing untrue stays said. */
@ParameterizedClass
@EnumSource
class RestartIT {
    private static TestBroker broker;
    private static TestNode pi1;
    private static Director director;

    RestartIT(Brand brand) {}

    @BeforeParameterizedClassInvocation
    static void bringUp(Brand brand) {
        broker = brand.start();
        director = new Director(broker);
        pi1 = TestNode.start(broker, "pi1", TestNode.folder());
        director.await("node/pi1/availability", state -> is(state, "state", "online"));
        director.done("node/pi1/request/vm/create", """
                {"vm":"doge1","image":"doge","state":"ON","nics":[{"network":"stage","ip":"10.1.1.1/24"}]}""");
        director.done("node/pi1/request/vm/create", "{\"vm\":\"idle\",\"image\":\"doge\"}");
    }

    @AfterParameterizedClassInvocation
    static void takeDown() {
        pi1.closeWithGuests();
        director.close();
        broker.close();
    }

    @BeforeEach
    void theGuestRuns() {
        director.awaitPhase("doge1", "running");
    }

    private static void end() {
        pi1.close();
        director.await("node/pi1/availability", state -> is(state, "state", "offline"));
    }

    private static void begin() {
        pi1 = TestNode.start(pi1.settings());
        director.await("node/pi1/availability", state -> is(state, "state", "online"));
    }

    @Test
    void aRestartedNodeFindsItsGuestAgainAndCarriesOn() {
        ProcessHandle machine = pi1.machine("doge1");
        long session = director.state("node/pi1/availability").path("session").asLong();
        long bootMs = director.state("vm/doge1").path("boot_ms").asLong();
        pi1.run("doge1", "touch", "/tmp/before");
        director.done("link/doge1/stage/set", "{\"state\":\"OFF\"}");

        end();
        director.forget();
        begin();

        JsonNode found =
                director.await("vm/doge1", state -> state.path("session").asLong() == session + 1);
        assertThat(found.path("phase").asText()).isEqualTo("running");
        assertThat(found.path("ip").asText()).isEqualTo("10.1.1.1/24");
        assertThat(found.path("boot_ms").asLong()).isEqualTo(bootMs);
        assertThat(director.said("vm/doge1"))
                .extracting(state -> state.path("phase").asText())
                .containsOnly("running");
        assertThat(pi1.machine("doge1")).isEqualTo(machine);
        assertThat(pi1.run("doge1", "test", "-e", "/tmp/before").exitCode()).isZero();
        assertThat(director.state("link/doge1/stage").path("state").asText()).isEqualTo("OFF");
        director.done("link/doge1/stage/set", "{\"state\":\"ON\"}");
        assertThat(pi1.run("doge1", "cat", "/sys/class/net/eth0/carrier").lines())
                .containsExactly("1");
        director.awaitLogin("doge1");
        assertThat(console()).contains("login: ");
        assertThat(pi1.phase("idle").toString()).isEqualTo("off");
    }

    @Test
    void aPausedGuestIsFoundPausedAndGoesOn() {
        director.done("vm/doge1/request/pause", "");
        director.awaitPhase("doge1", "paused");

        end();
        begin();

        director.await("vm/doge1", state -> is(state, "phase", "paused"));
        director.done("vm/doge1/request/resume", "");
        director.awaitPhase("doge1", "running");
        assertThat(pi1.run("doge1", "true").exitCode()).isZero();
    }

    @Test
    void aGuestThatDiedWhileTheNodeWasAwayIsBootedAgain() {
        ProcessHandle machine = pi1.machine("doge1");
        end();
        machine.destroyForcibly();
        assertThat(machine.onExit().orTimeout(5, TimeUnit.SECONDS)).succeedsWithin(SOON);
        director.forget();

        begin();

        director.await(Director.BOOT, "vm/doge1", state -> is(state, "phase", "starting"));
        director.awaitPhase("doge1", "running");
        assertThat(pi1.machine("doge1")).isNotEqualTo(machine);
        assertThat(pi1.run("doge1", "ip", "-4", "addr").lines()).anyMatch(line -> line.contains("10.1.1.1/24"));
        assertThat(pi1.phase("idle").toString()).isEqualTo("off");
    }

    @Test
    @Conforms("nodes-clear-what-is-not-true")
    void whatIsNoLongerTrueIsClearedAndWhatIsOthersIsNot() {
        end();
        for (String node : Set.of("pi1", "pi7")) {
            director.client().publishRetained("scatola/vm/ghost-" + node, """
                    {"session":1,"seq":1,"ts":"2026-01-01T00:00:00Z","state":"ON","target":"ON","phase":"running",
                     "since":"2026-01-01T00:00:00Z","node":"%s","image":"doge","memory_mib":128,"networks":["stage"]}""".formatted(node));
            director.client().publishRetained("scatola/link/ghost-%s/stage".formatted(node), """
                    {"session":1,"seq":1,"ts":"2026-01-01T00:00:00Z","state":"ON","node":"%s","mac":"52:54:00:00:00:01",
                     "vnl":"vxvde://239.1.1.1","delay_ms":0,"loss_pct":0}""".formatted(node));
            director.client()
                    .publishRetained(
                            "scatola/node/%s/alert/old".formatted(node),
                            "{\"session\":1,\"seq\":1,\"ts\":\"2026-01-01T00:00:00Z\",\"severity\":\"warning\",\"text\":\"x\",\"since\":\"2026-01-01T00:00:00Z\"}");
        }

        begin();

        director.await("vm/ghost-pi1", JsonNode::isMissingNode);
        director.await("link/ghost-pi1/stage", JsonNode::isMissingNode);
        director.await("node/pi1/alert/old", JsonNode::isMissingNode);
        assertThat(director.client().retained("scatola/+/ghost-pi1/#")).isEmpty();
        assertThat(director.client().retained("scatola/vm/ghost-pi7")).hasSize(1);
        assertThat(director.client().retained("scatola/link/ghost-pi7/stage")).hasSize(1);
        assertThat(director.client().retained("scatola/node/pi7/alert/old")).hasSize(1);
        for (String topic : Set.of("vm/ghost-pi7", "link/ghost-pi7/stage", "node/pi7/alert/old")) {
            director.client().publishRetained("scatola/" + topic, "");
        }
    }

    @Test
    @Conforms({"commands-retained-never-run", "commands-not-kept"})
    void aCommandThatIsRetainedOrCameTooEarlyIsNotDoneByANodeThatComesLater() {
        end();
        director.client().publishRetained("scatola/vm/idle/set", "{\"state\":\"ON\",\"transaction\":\"ret\"}");
        director.say("vm/idle/set", "{\"state\":\"ON\",\"transaction\":\"early\"}");

        begin();

        assertThat(director.refused("vm/idle/set", "{\"state\":\"OFF\"}")).contains("is off already");
        assertThat(director.said("vm/idle/response/set"))
                .noneMatch(said -> is(said, "transaction", "ret") || is(said, "transaction", "early"));
        director.client().publishRetained("scatola/vm/idle/set", "");
    }

    @Test
    @Conforms("nodes-say-all-again")
    void aBrokerThatForgotEverythingIsToldEverythingAgain() {
        Set<String> before = director.client().retained("scatola/#").keySet();
        long session = director.state("vm/doge1").path("session").asLong();
        long seq = director.state("vm/doge1").path("seq").asLong();

        broker.kill();
        broker.restart();

        director.await(
                Duration.ofSeconds(10),
                "vm/doge1",
                state -> state.path("seq").asLong() > seq
                        && state.path("session").asLong() == session);
        director.done("vm/doge1/request/console", "");
        assertThat(before)
                .contains("scatola/node/pi1", "scatola/uplink/pi1", "scatola/link/doge1/stage", "scatola/vm/idle");
        assertThat(director.client().retained("scatola/#").keySet()).containsAll(before);
        assertThat(director.state("vm/doge1").path("phase").asText()).isEqualTo("running");
    }

    @Test
    @Conforms("states-are-numbered")
    void everythingThatIsSaidIsNumberedFromOneInItsSession() {
        end();
        director.forget();

        begin();
        director.await("vm/idle", state -> state.has("seq"));

        assertThat(director.said("node/pi1/availability"))
                .filteredOn(state -> is(state, "state", "online"))
                .first()
                .extracting(state -> state.path("seq").asLong())
                .satisfies(seq -> assertThat(seq).isGreaterThanOrEqualTo(1));
        long session = director.state("node/pi1/availability").path("session").asLong();
        assertThat(director.client().received().stream()
                        .filter(message -> message.retain() && message.size() > 0)
                        .map(Director::json)
                        .filter(state -> state.path("session").asLong() == session && state.has("seq"))
                        .map(state -> state.path("seq").asLong())
                        .toList())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private static String console() {
        JsonNode tail = director.done("vm/doge1/request/console", "");
        return new String(Base64.getDecoder().decode(tail.path("base64").asText()), UTF_8);
    }
}
