package scatola.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualNetworkLocatorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "vxvde://",
                "vxvde://239.1.2.3/vni=42/port=12345/ttl=2/if=eth0",
                "vxvdex://239.1.2.3/vni=42",
                "vde:///run/scatola/box/switch",
                "switch:///run/scatola/box/switch",
                "hub:///run/scatola/box/hub",
                "udp://4000->198.18.0.12:4001",
                "ptp:///run/scatola/box/cable",
                "vxlan://239.0.0.1/vni=7"
            })
    void aLocatorThatJoinsANetworkIsTaken(String text) {
        assertThat(new VirtualNetworkLocator(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cmd://touch$IFS/tmp/x",
                "cmd://reboot",
                "CMD://reboot",
                "tap://eth0",
                "multi://cmd://reboot",
                "bonding://cmd://reboot",
                "null://",
                "seqpacket://3",
                "/run/vde.ctl",
                "",
                "vxvde",
                "vxvde:",
                " cmd://reboot",
                "vxvde://239.1.2.3,script=/bin/sh",
                "vxvde://239.1.2.3 vni=42",
                "vxvde://239.1.2.3\n",
                "vxvde://é"
            })
    void aLocatorThatDoesAnythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VirtualNetworkLocator(text))
                .withMessageContaining("modules are vxvde");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 100_000})
    void aLocatorHasABound(int length) {
        String text = "vxvde://" + "x".repeat(length);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VirtualNetworkLocator(text))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }
}
