package scatola.nodeservice.link.vde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scatola.bus.NetworkName;

class VirtualNetworksTest {
    private static final NetworkName STAGE = new NetworkName("stage");

    private final VirtualNetworks networks = new VirtualNetworks(VirtualNetworks.DEFAULT_TEMPLATE, "box", "eth0");

    @Test
    void everyNodeFindsTheSameNetwork() {
        assertThat(new VirtualNetworks(VirtualNetworks.DEFAULT_TEMPLATE, "box", "eth0").locator(STAGE))
                .isEqualTo(networks.locator(STAGE));
    }

    @Test
    void aNetworkIsAMulticastGroupWithItsOwnVni() {
        assertThat(networks.locator(STAGE).text()).matches("vxvde://239\\.\\d+\\.\\d+\\.\\d+/vni=\\d+/if=eth0");
    }

    @Test
    void twoBoxesDoNotMeet() {
        assertThat(new VirtualNetworks(VirtualNetworks.DEFAULT_TEMPLATE, "other", "eth0").locator(STAGE))
                .isNotEqualTo(networks.locator(STAGE));
    }

    @Test
    void aThousandNetworksAreAllDifferent() {
        assertThat(IntStream.range(0, 1000).mapToObj(n -> networks.locator(new NetworkName("n" + n))))
                .doesNotHaveDuplicates();
    }

    @Test
    void aTemplateMayNameTheNetwork() {
        assertThat(new VirtualNetworks("vde:///run/{instance}/{network}.ctl", "box", "eth0")
                        .locator(STAGE)
                        .text())
                .isEqualTo("vde:///run/box/stage.ctl");
    }

    @Test
    void aTemplateThatMakesNoLocatorIsRefusedAtOnce() {
        assertThatThrownBy(() -> new VirtualNetworks("cmd://rm -rf", "box", "eth0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no virtual network locator");
    }
}
