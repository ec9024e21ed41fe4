package scatola.nodeservice;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.nodeservice.Director.SOON;
import static scatola.nodeservice.Director.is;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scatola.bus.testing.Mosquitto;

/** What a machine may lack. Whatever it is, the node lives, says what is the matter and what to do about it. */
class TroubleIT {
    private Mosquitto broker;
    private Director director;
    private NodeSettings settings;

    @BeforeEach
    void bringUp() {
        broker = Mosquitto.start();
        director = new Director(broker);
        settings = TestNode.settings(broker, "pi1", TestNode.folder());
    }

    @AfterEach
    void takeDown() {
        director.close();
        broker.close();
    }

    private TestNode online(Path images, String programs, String vnl) {
        TestNode node = TestNode.start(new Variation(settings)
                .images(images)
                .programs(programs)
                .vnl(vnl)
                .settings());
        director.await("node/pi1/availability", state -> is(state, "state", "online"));
        return node;
    }

    @Test
    void aBrokenImageIsToldAndTheOthersBoot() throws IOException {
        Path images = Files.createTempDirectory("images");
        copy(settings.images().resolve("doge"), images.resolve("doge"));
        Files.createDirectory(images.resolve("broken"));
        Files.writeString(images.resolve("broken/image.json"), "{\"description\":");

        TestNode pi1 = online(images, settings.programs(), settings.vnl());
        JsonNode alert = director.await("node/pi1/alert/broken-images", there -> !there.isMissingNode());
        assertThat(alert.path("text").asText()).contains("broken: image.json").contains("no JSON");
        assertThat(director.refused("node/pi1/request/vm/create", "{\"vm\":\"a\",\"image\":\"broken\"}"))
                .contains("broken");
        director.done("node/pi1/request/vm/create", "{\"vm\":\"doge1\",\"image\":\"doge\",\"state\":\"ON\"}");
        director.awaitPhase("doge1", "running");

        Files.delete(images.resolve("broken/image.json"));
        Files.delete(images.resolve("broken"));
        director.done("node/pi1/request/images/refresh", "");

        director.await("node/pi1/alert/broken-images", JsonNode::isMissingNode);

        // an image that is gone while its guest runs must not keep anybody from ending the guest
        copy(images.resolve("doge"), images.resolve("cat"));
        try (Stream<Path> files = Files.walk(images.resolve("doge"))) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
        director.done("node/pi1/request/images/refresh", "");
        director.done("vm/doge1/request/reboot", "");
        director.awaitPhase("doge1", "starting");
        director.awaitPhase("doge1", "running");
        director.done("vm/doge1/request/kill", "");
        director.awaitPhase("doge1", "off");
        assertThat(director.refused("vm/doge1/set", "{\"state\":\"ON\"}"))
                .contains("doge")
                .contains("cat");
        director.await("vm/doge1", state -> is(state, "phase", "failed"));
        pi1.closeWithGuests();
    }

    @Test
    void whatTheBrokerRefusesIsAnAlertUntilTheBrokerIsMended() throws IOException {
        takeDown();
        Path rules = Files.createTempFile("rules", "");
        Files.writeString(rules, "topic deny scatola/node/pi1\ntopic readwrite #\n");
        broker = Mosquitto.start("acl_file " + rules);
        director = new Director(broker);
        settings = TestNode.settings(broker, "pi1", TestNode.folder());
        TestNode pi1 = online(settings.images(), settings.programs(), settings.vnl());

        JsonNode alert = director.await("node/pi1/alert/refused", there -> !there.isMissingNode());

        assertThat(alert.path("text").asText()).contains("scatola/node/pi1 ").contains("not authorized");
        Files.writeString(rules, "topic readwrite #\n");
        director.close();
        broker.restart();
        director = new Director(broker);
        director.await("node/pi1", state -> state.has("accelerator"));
        assertThat(director.said("node/pi1/alert/refused")).isEmpty();
        Files.delete(rules);
        pi1.closeWithGuests();
    }

    @Test
    void withoutQemuAGuestSaysWhatToInstallAndTheNodeLives() {
        TestNode pi1 = online(settings.images(), "/nowhere", settings.vnl());

        String reason = director.refused(
                "node/pi1/request/vm/create", "{\"vm\":\"doge1\",\"image\":\"doge\",\"state\":\"ON\"}");

        assertThat(reason).contains("qemu-system-x86_64 is not installed: apt install qemu-system-x86");
        JsonNode failed = director.await("vm/doge1", state -> is(state, "phase", "failed"));
        assertThat(failed.path("cause").asText()).contains("apt install");
        director.await("node/pi1", state -> !state.path("versions").has("qemu"));
        director.done("node/pi1/request/vm/delete", "{\"vm\":\"doge1\"}");
        pi1.close();
    }

    @Test
    void withoutARouteForMulticastItSaysHowToMakeOne() throws Exception {
        TestNode pi1 = online(settings.images(), settings.programs(), "vxvde://{group}/vni={vni}");
        run("ip", "route", "del", "224.0.0.0/4", "dev", "lo");
        try {
            assertThat(director.refused(
                            "node/pi1/request/vm/create", "{\"vm\":\"doge1\",\"image\":\"doge\",\"state\":\"ON\"}"))
                    .contains("ip route add 224.0.0.0/4");
        } finally {
            run("ip", "route", "add", "224.0.0.0/4", "dev", "lo");
        }
        assertThat(director.state("vm/doge1").path("phase").asText()).isEqualTo("failed");

        director.done("vm/doge1/set", "{\"state\":\"ON\"}");

        director.await("vm/doge1", state -> is(state, "phase", "starting"));
        pi1.closeWithGuests();
    }

    @Test
    void networksThatCannotBeJoinedAreRefusedByName() {
        TestNode pi1 = online(settings.images(), settings.programs(), settings.vnl());

        assertThat(create("vxvdex://239.1.2.3")).contains("use vxvde://");
        assertThat(create("vde:///nowhere")).contains("there is no switch at that path");
        assertThat(create("cmd://touch")).contains("modules are vxvde, vxvdex, vde, switch, hub, udp, ptp and vxlan");
        assertThat(create("tap://tap0")).contains("is no virtual network locator");

        director.heard(SOON, "node/pi1/event", event -> is(event, "type", "guest_failed"));
        pi1.close();
    }

    private String create(String vnl) {
        String reason = director.refused("node/pi1/request/vm/create", """
                {"vm":"doge1","image":"doge","state":"ON","nics":[{"network":"stage","vnl":"%s"}]}""".formatted(vnl));
        director.ask("node/pi1/request/vm/delete", "{\"vm\":\"doge1\"}");
        return reason;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
