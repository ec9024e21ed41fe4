package scatola.nodeservice.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scatola.bus.ImageName;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Stamp;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.bus.message.LinkState;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.OnOff;
import scatola.bus.message.Phase;
import scatola.bus.message.Presence;
import scatola.bus.message.VmState;
import scatola.nodeservice.report.Alerts;
import scatola.nodeservice.report.Reporter;
import scatola.nodeservice.testing.FakeBus;
import scatola.nodeservice.testing.ManualTimer;
import scatola.nodeservice.vm.Definition;
import scatola.nodeservice.vm.Nic;
import scatola.nodeservice.vm.NicState;
import scatola.nodeservice.vm.VmSnapshot;

class AddressWatchTest {
    private static final NodeName PI1 = new NodeName("pi1");
    private static final NodeName PI2 = new NodeName("pi2");
    private static final NetworkName STAGE = new NetworkName("stage");
    private static final VirtualNetworkLocator VNL = new VirtualNetworkLocator("vxvde://239.1.2.3");
    private static final String ALERT = "scatola/node/pi1/alert/address-10-1-1-2";
    private static final Instant NOW = Instant.EPOCH;

    private final FakeBus bus = new FakeBus();
    private final ManualTimer timer = new ManualTimer();
    private final Neighbours neighbours = new Neighbours(PI1);
    private final List<VmSnapshot> guests = new ArrayList<>();
    private final AddressWatch watch = new AddressWatch(
            neighbours,
            () -> guests,
            new Alerts(PI1, new Reporter(new Topics("scatola"), 1, timer.clock(), bus, timer), timer.clock()));

    @Test
    void twoGuestsHereWithOneAddressAreBothNamedUntilOneLetsGo() {
        guests.add(here("doge1", Phase.RUNNING, "10.1.1.2/24"));
        guests.add(here("doge2", Phase.RUNNING, "10.1.1.2/16"));
        watch.look();
        assertThat(bus.state(ALERT).path("text").asText())
                .contains("doge1 here")
                .contains("doge2 here");
        assertThat(watch.others(new VmName("doge1"), Ipv4Cidr.of("10.1.1.2/24")))
                .isEqualTo("doge2 here");

        guests.set(1, here("doge2", Phase.RUNNING, "10.1.1.3/24"));
        watch.look();

        assertThat(bus.state(ALERT).isMissingNode()).isTrue();
    }

    @Test
    void aNeighboursGuestIsNamedWithItsNodeAndWhetherThatIsThere() {
        guests.add(here("doge1", Phase.RUNNING, "10.1.1.2/24"));
        there(Presence.ONLINE);
        watch.look();
        assertThat(bus.state(ALERT).path("text").asText())
                .contains("doge1 here, doge2 on pi2")
                .doesNotContain("offline");

        there(Presence.OFFLINE);
        watch.look();

        assertThat(bus.state(ALERT).path("text").asText()).contains("doge2 on pi2 (offline)");
    }

    @Test
    void guestsThatDoNotRunHoldNothing() {
        guests.add(here("doge1", Phase.RUNNING, "10.1.1.2/24"));
        guests.add(here("doge2", Phase.OFF, "10.1.1.2/24"));
        guests.add(here("doge3", Phase.FAILED, "10.1.1.2/24"));

        watch.look();

        assertThat(bus.said()).isEmpty();
        assertThat(watch.others(new VmName("doge1"), Ipv4Cidr.of("10.1.1.2/24")))
                .isEmpty();
    }

    @Test
    void aQuarrelAmongOthersIsTheirs() {
        there(Presence.ONLINE);

        watch.look();

        assertThat(bus.said()).isEmpty();
    }

    @Test
    void aQuarrelThatGoesOnIsToldOnce() {
        guests.add(here("doge1", Phase.RUNNING, "10.1.1.2/24"));
        guests.add(here("doge2", Phase.PAUSED, "10.1.1.2/24"));

        watch.look();
        watch.look();

        assertThat(bus.texts(ALERT)).hasSize(1);
    }

    private static VmSnapshot here(String vm, Phase phase, String ip) {
        NicState nic =
                new NicState(new Nic(STAGE, new MacAddress("52:54:00:00:00:01"), VNL), true, Ipv4Cidr.of(ip), null);
        return new VmSnapshot(
                new Definition(new VmName(vm), new ImageName("doge"), 128, true, List.of(nic), null, true, false),
                phase,
                NOW,
                null,
                null,
                null,
                Map.of());
    }

    private void there(Presence presence) {
        VmName doge2 = new VmName("doge2");
        Ipv4Cidr ip = Ipv4Cidr.of("10.1.1.2/24");
        MacAddress mac = new MacAddress("52:54:00:00:00:02");
        Stamp stamp = new Stamp(1, 1, NOW);
        neighbours.node(PI2, new NodeAvailability(presence, 1, null, null));
        neighbours.vm(
                new Topic.VmState(doge2),
                new VmState(
                        stamp,
                        OnOff.ON,
                        OnOff.ON,
                        Phase.RUNNING,
                        NOW,
                        PI2,
                        new ImageName("doge"),
                        128,
                        List.of(STAGE),
                        ip,
                        mac,
                        null,
                        null,
                        null,
                        null));
        neighbours.link(
                new Topic.LinkState(doge2, STAGE),
                new LinkState(stamp, OnOff.ON, PI2, mac, ip, VNL, 0, 0, null, null, null, null));
    }
}
