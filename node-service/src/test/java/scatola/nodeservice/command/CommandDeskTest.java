package scatola.nodeservice.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.ImageName;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Topics;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.testing.Conforms;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.image.ImageCatalogue;
import scatola.nodeservice.image.Talk;
import scatola.nodeservice.link.vde.VirtualNetworks;
import scatola.nodeservice.node.AddressWatch;
import scatola.nodeservice.node.Neighbours;
import scatola.nodeservice.node.Uplink;
import scatola.nodeservice.report.Alerts;
import scatola.nodeservice.report.GuestReports;
import scatola.nodeservice.report.Reporter;
import scatola.nodeservice.testing.FakeBus;
import scatola.nodeservice.testing.ManualTimer;
import scatola.nodeservice.vm.Definition;
import scatola.nodeservice.vm.Definitions;
import scatola.nodeservice.vm.Hypervisor;
import scatola.nodeservice.vm.Machine;
import scatola.nodeservice.vm.MachineRoom;
import scatola.nodeservice.vm.MachineSpec;
import scatola.nodeservice.vm.Nic;
import scatola.nodeservice.vm.NicState;
import scatola.nodeservice.vm.Room;
import scatola.nodeservice.vm.VmOwner;
import scatola.nodeservice.vm.Vms;

/** Commands to a node with one guest, spare, that is off. */
class CommandDeskTest {
    private static final NodeName PI1 = new NodeName("pi1");
    private static final String SET = "scatola/link/spare/stage/set";
    private static final String ANSWERS = "scatola/link/spare/stage/response/set";

    private final FakeBus bus = new FakeBus();
    private final ManualTimer timer = new ManualTimer();
    private final Topics topics = new Topics("scatola");
    private final Reporter reporter = new Reporter(topics, 1, timer.clock(), bus, timer);
    private final Alerts alerts = new Alerts(PI1, reporter, timer.clock());
    private final BusConnection connection = new BusConnection(
            BusSettings.of("127.0.0.1", 1, "nobody").withReplyTopic("scatola/reply/nobody"), new BusOwner() {});
    private final Vms vms;
    private final CommandDesk desk;

    CommandDeskTest(@TempDir Path folder) {
        vms = new Vms(
                new MachineRoom(
                        new NoHypervisor(),
                        name -> new MachineRoom.Found.Here(image()),
                        (vm, machine, image) -> {
                            throw new IllegalStateException("no machine, no inside");
                        },
                        new Definitions(folder.resolve("vm")),
                        new GuestReports(PI1, reporter, () -> {}),
                        timer.clock(),
                        timer,
                        Duration.ofSeconds(10)),
                new Room(4, 1000));
        Neighbours neighbours = new Neighbours(PI1);
        desk = CommandDesk.of(
                PI1,
                topics,
                vms,
                neighbours,
                new VirtualNetworks(VirtualNetworks.DEFAULT_TEMPLATE, "box", "lo"),
                new ImageCatalogue(folder, "x86_64"),
                Uplink.of(PI1, "lo", folder, reporter, alerts, timer.clock(), timer, () -> {}),
                new AddressWatch(
                        neighbours,
                        () -> vms.all().stream().map(VmOwner::snapshot).toList(),
                        alerts),
                reporter,
                alerts,
                connection,
                Runnable::run,
                timer,
                new Random(1),
                timer.clock(),
                () -> {});
    }

    private static Image image() {
        return new Image(
                new ImageName("doge"),
                "",
                "x86_64",
                Path.of("k"),
                null,
                null,
                null,
                "",
                "pc",
                null,
                128,
                new Talk.ShellChannel(),
                1);
    }

    @BeforeEach
    void aGuest() {
        NicState nic = new NicState(
                new Nic(
                        new NetworkName("stage"),
                        new MacAddress("52:54:00:00:00:01"),
                        new VirtualNetworkLocator("vxvde://239.1.2.3")),
                true,
                null,
                null);
        assertThat(vms.create(
                        new Definition(
                                new VmName("spare"),
                                new ImageName("doge"),
                                128,
                                false,
                                List.of(nic),
                                null,
                                false,
                                false),
                        false,
                        null))
                .succeedsWithin(Duration.ofSeconds(5));
    }

    @AfterEach
    void end() {
        vms.close();
        connection.close();
    }

    private void arrives(String topic, String payload) {
        desk.arrived(Incoming.arrivalOf(Outgoing.of(topic, payload.getBytes(UTF_8))));
    }

    private List<String> answers(int howMany) {
        await().atMost(Duration.ofSeconds(5)).until(() -> bus.texts(ANSWERS).size() >= howMany);
        return bus.texts(ANSWERS);
    }

    @Test
    @Conforms("commands-answered-once")
    void aCommandIsDoneAndAnsweredOnceOnItsResponseTopic() {
        arrives(SET, "{\"state\":\"OFF\",\"transaction\":\"t\",\"by\":\"web-1\"}");

        assertThat(answers(1)).containsExactly("{\"status\":\"ok\",\"transaction\":\"t\",\"data\":{}}");
        assertThat(bus.state("scatola/link/spare/stage").path("state").asText()).isEqualTo("OFF");
        assertThat(desk.admitted()).isEqualTo(1);
        assertThat(desk.refused()).isZero();
    }

    @Test
    @Conforms("commands-answered-where-asked")
    void theTopicThatARequestNamesIsAnsweredTooWithItsCorrelationData() {
        desk.arrived(Incoming.arrivalOf(Outgoing.of(SET, "{\"state\":\"OFF\"}".getBytes(UTF_8))
                .withResponse("scatola/reply/me", "data".getBytes(UTF_8))));

        assertThat(answers(1)).hasSize(1);
        await().until(() -> bus.texts("scatola/reply/me").size() == 1);
        Outgoing reply = bus.said().stream()
                .filter(said -> said.topic().equals("scatola/reply/me"))
                .findFirst()
                .orElseThrow();
        assertThat(Incoming.arrivalOf(reply).correlationData()).isEqualTo("data".getBytes(UTF_8));
    }

    @Test
    void whoNamesTheContractsOwnTopicIsNotAnsweredTwice() {
        desk.arrived(Incoming.arrivalOf(
                Outgoing.of(SET, "{\"state\":7}".getBytes(UTF_8)).withResponse(ANSWERS, "data".getBytes(UTF_8))));

        assertThat(answers(1)).hasSize(1);
    }

    @Test
    void whatIsRefusedIsCounted() {
        arrives(SET, "{\"state\":7}");

        assertThat(answers(1).getFirst()).contains("\"status\":\"error\"").contains("state must be one of");
        assertThat(desk.refused()).isEqualTo(1);
    }

    @Test
    void aTransactionSeenBeforeIsAnsweredAgainAndNotDoneAgain() {
        arrives(SET, "{\"state\":\"TOGGLE\",\"transaction\":\"t\"}");
        arrives(SET, "{\"state\":\"TOGGLE\",\"transaction\":\"t\"}");

        assertThat(answers(2)).hasSize(2).allMatch(answer -> answer.contains("\"ok\""));
        assertThat(bus.state("scatola/link/spare/stage").path("state").asText()).isEqualTo("OFF");
    }

    @Test
    void aTransactionIsFreeAgainAfterTenMinutes() {
        arrives(SET, "{\"state\":\"TOGGLE\",\"transaction\":\"t\"}");
        answers(1);
        timer.pass(Duration.ofMinutes(11));

        arrives(SET, "{\"state\":\"TOGGLE\",\"transaction\":\"t\"}");

        answers(2);
        assertThat(bus.state("scatola/link/spare/stage").path("state").asText()).isEqualTo("ON");
    }

    @Test
    void aTransactionOfAnotherCommandIsRefused() {
        arrives(SET, "{\"state\":\"OFF\",\"transaction\":\"t\"}");
        arrives(SET, "{\"state\":\"ON\",\"transaction\":\"t\"}");

        assertThat(answers(2)).anyMatch(answer -> answer.contains("belongs to another command"));
        assertThat(bus.state("scatola/link/spare/stage").path("state").asText()).isEqualTo("OFF");
    }

    @Test
    @Conforms("commands-retained-alert")
    void aRetainedCommandIsRefusedAndTheAlertEndsWithItEvenWhenItsGuestIsGone() {
        String alert = "scatola/node/pi1/alert/retained-command";
        desk.arrived(Incoming.arrivalOf(Outgoing.retained(SET, "{\"state\":\"OFF\"}".getBytes(UTF_8))));
        assertThat(answers(1).getFirst()).contains("must not be retained");
        assertThat(bus.state(alert).path("text").asText()).contains(SET);
        assertThat(vms.delete(new VmName("spare"), null)).succeedsWithin(Duration.ofSeconds(5));

        desk.arrived(Incoming.arrivalOf(Outgoing.retained(SET, new byte[0])));

        assertThat(bus.state(alert).isMissingNode()).isTrue();
    }

    @Test
    void whatConcernsOthersIsLeftToThem() {
        arrives("scatola/vm/other/set", "{\"state\":\"ON\"}");
        arrives("scatola/node/pi2/request/vm/delete", "{}");
        arrives("scatola/uplink/pi2/set", "{}");
        arrives("scatola/vm/other/set/No!", "x");
        arrives("scatola/nonsense", "x");
        arrives("elsewhere", "x");

        assertThat(desk.admitted()).isZero();
        assertThat(bus.said()).noneMatch(said -> said.topic().contains("response"));
    }

    @Test
    void aTopicWithAWrongNameInItIsAnsweredAsFarAsItSaysWhere() {
        arrives("scatola/vm/spare/set/Colour!", "{\"transaction\":\"t\"}");

        assertThat(bus.texts("scatola/vm/spare/response/set").getFirst())
                .contains("is no operation or attribute")
                .contains("\"transaction\":\"t\"");
    }

    private static final class NoHypervisor implements Hypervisor {
        @Override
        public Launch launch(MachineSpec spec, MachineListener listener) {
            return new Launch.Failed("there is no hypervisor here");
        }

        @Override
        public Optional<Machine> find(MachineSpec spec, MachineListener listener) {
            return Optional.empty();
        }
    }
}
