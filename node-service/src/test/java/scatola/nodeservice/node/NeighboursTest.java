package scatola.nodeservice.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import scatola.bus.ImageName;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Stamp;
import scatola.bus.Topic;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.bus.message.LinkState;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.OnOff;
import scatola.bus.message.Phase;
import scatola.bus.message.Presence;
import scatola.bus.message.VmState;
import scatola.bus.testing.Conforms;

class NeighboursTest {
    private static final NodeName PI1 = new NodeName("pi1");
    private static final NodeName PI2 = new NodeName("pi2");
    private static final VmName DOGE2 = new VmName("doge2");
    private static final NetworkName STAGE = new NetworkName("stage");
    private static final Instant NOW = Instant.parse("2026-05-01T18:30:00Z");

    private final Neighbours neighbours = new Neighbours(PI1);

    @Test
    @Conforms("guests-unique")
    void aLiveNodesGuestHoldsItsName() {
        online(3);
        guest(PI2);

        assertThat(neighbours.liveHolder(DOGE2)).contains(PI2);
    }

    @Test
    @Conforms("guests-of-nodes-away")
    void aGuestOfANodeThatIsAwayLeavesItsNameFree() {
        online(3);
        guest(PI2);

        offline(3);

        assertThat(neighbours.liveHolder(DOGE2)).isEmpty();
    }

    @Test
    @Conforms("readers-ignore-older-sessions")
    void aWillOfAnOlderSessionIsIgnored() {
        online(4);
        guest(PI2);

        offline(3);

        assertThat(neighbours.liveHolder(DOGE2)).contains(PI2);
    }

    @Test
    void aNodeIsNotItsOwnNeighbour() {
        guest(PI1);

        assertThat(neighbours.names()).isEmpty();
    }

    @Test
    void whoHasAnAddressIsKnownEvenWhileItsNodeIsAway() {
        guest(PI2);

        assertThat(neighbours.holders("10.1.1.2")).containsExactly(new Neighbours.Holder(DOGE2, PI2, false));
    }

    @Test
    void aClearedGuestIsForgotten() {
        guest(PI2);

        neighbours.vm(new Topic.VmState(DOGE2), null);
        neighbours.link(new Topic.LinkState(DOGE2, STAGE), null);

        assertThat(neighbours.names()).isEmpty();
        assertThat(neighbours.macs()).isEmpty();
        assertThat(neighbours.address(DOGE2)).isEmpty();
    }

    private void online(long session) {
        neighbours.node(PI2, new NodeAvailability(Presence.ONLINE, session, 1L, NOW));
    }

    private void offline(long session) {
        neighbours.node(PI2, new NodeAvailability(Presence.OFFLINE, session, null, null));
    }

    private void guest(NodeName node) {
        Stamp stamp = new Stamp(1, 1, NOW);
        Ipv4Cidr ip = Ipv4Cidr.of("10.1.1.2/24");
        MacAddress mac = new MacAddress("52:54:00:00:00:02");
        neighbours.vm(
                new Topic.VmState(DOGE2),
                new VmState(
                        stamp,
                        OnOff.ON,
                        OnOff.ON,
                        Phase.RUNNING,
                        NOW,
                        node,
                        new ImageName("doge"),
                        128,
                        List.of(STAGE),
                        ip,
                        mac,
                        800L,
                        null,
                        null,
                        null));
        neighbours.link(
                new Topic.LinkState(DOGE2, STAGE),
                new LinkState(
                        stamp,
                        OnOff.ON,
                        node,
                        mac,
                        ip,
                        new VirtualNetworkLocator("vxvde://239.1.2.3/vni=7"),
                        0,
                        0,
                        null,
                        null,
                        null,
                        null));
    }
}
