package scatola.nodeservice;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.nodeservice.Director.is;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestBroker.Brand;

/** The node's own cable: a pair of virtual interfaces instead of a switch. The broker is reached by another way. */
@ParameterizedClass
@EnumSource
class CablePullIT {
    private static TestBroker broker;
    private static TestNode pi1;
    private static Director director;

    CablePullIT(Brand brand) {}

    @BeforeParameterizedClassInvocation
    static void bringUp(Brand brand) {
        ip("link", "add", "up0", "type", "veth", "peer", "name", "switch0");
        ip("link", "set", "switch0", "up");
        ip("link", "set", "up0", "up");
        ip("addr", "add", "198.18.7.11/24", "dev", "up0");
        ip("route", "add", "198.18.8.0/24", "via", "198.18.7.1", "dev", "up0");
        broker = brand.start();
        director = new Director(broker);
        pi1 = start(TestNode.folder());
    }

    private static TestNode start(Path folder) {
        TestNode node = TestNode.start(new Variation(TestNode.settings(broker, "pi1", folder))
                .uplink("up0")
                .settings());
        director.await("node/pi1/availability", state -> is(state, "state", "online"));
        director.await("uplink/pi1", state -> state.path("carrier").asBoolean());
        return node;
    }

    @AfterParameterizedClassInvocation
    static void takeDown() {
        pi1.close();
        director.close();
        broker.close();
        ip("link", "del", "up0");
    }

    @Test
    @Conforms("uplink-comes-back")
    void aPulledCableIsOutAndComesBackByItselfWithItsRoutes() {
        JsonNode before = director.state("uplink/pi1");
        assertThat(before.path("state").asText()).isEqualTo("ON");
        assertThat(before.path("address").asText()).isEqualTo("198.18.7.11/24");

        director.done("uplink/pi1/set", "{\"state\":\"OFF\",\"for_s\":2,\"by\":\"button\"}");

        JsonNode out = director.await(
                "uplink/pi1",
                state -> state.has("carrier") && !state.path("carrier").asBoolean());
        assertThat(out.path("state").asText()).isEqualTo("OFF");
        assertThat(out.path("back_at").asText()).isNotBlank();
        assertThat(out.path("by").asText()).isEqualTo("button");
        assertThat(director.refused("uplink/pi1/set", "{\"state\":\"OFF\",\"for_s\":2}"))
                .contains("pulled already");

        JsonNode back = director.await(
                Duration.ofSeconds(4),
                "uplink/pi1",
                state -> state.path("carrier").asBoolean());
        assertThat(back.path("state").asText()).isEqualTo("ON");
        assertThat(back.has("back_at")).isFalse();
        assertThat(ip("route", "show", "dev", "up0")).contains("198.18.8.0/24 via 198.18.7.1");
    }

    @Test
    void aCableIsPutBackEarlyAndTheOldEndOfThePullDoesNotCutTheNextOneShort() {
        director.done("uplink/pi1/set", "{\"state\":\"OFF\",\"for_s\":2}");
        director.done("uplink/pi1/set", "{\"state\":\"ON\"}");
        director.await(
                "uplink/pi1",
                state -> is(state, "state", "ON") && state.path("carrier").asBoolean());

        director.done("uplink/pi1/set", "{\"state\":\"OFF\",\"for_s\":3}");
        director.await(
                "uplink/pi1",
                state -> state.has("carrier") && !state.path("carrier").asBoolean());
        long pulled = System.nanoTime();
        director.await(
                Duration.ofSeconds(5),
                "uplink/pi1",
                state -> state.path("carrier").asBoolean());

        assertThat(Duration.ofNanos(System.nanoTime() - pulled)).isGreaterThan(Duration.ofMillis(2500));
    }

    @Test
    void aNodeThatEndedWhileItsCableWasOutPutsItBackWhenItStarts() {
        director.done("uplink/pi1/set", "{\"state\":\"OFF\",\"for_s\":600}");
        director.await(
                "uplink/pi1",
                state -> state.has("carrier") && !state.path("carrier").asBoolean());
        pi1.close();
        assertThat(ip("link", "show", "up0")).contains("DOWN");

        pi1 = start(pi1.settings().folder());

        assertThat(ip("link", "show", "up0")).doesNotContain("state DOWN");
        assertThat(ip("route", "show", "dev", "up0")).contains("198.18.8.0/24 via 198.18.7.1");
    }

    private static String ip(String... arguments) {
        try {
            Process process = new ProcessBuilder(Stream.concat(List.of("ip").stream(), List.of(arguments).stream())
                            .toList())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
