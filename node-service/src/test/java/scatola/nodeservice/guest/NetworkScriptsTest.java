package scatola.nodeservice.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.nodeservice.guest.Guest.Counters;

class NetworkScriptsTest {
    private static final MacAddress NIC = new MacAddress("52:54:00:12:34:56");

    @Test
    void whatTheNicIsToHaveIsGivenAsArguments() {
        assertThat(NetworkScripts.assign(NIC, Ipv4Cidr.of("10.1.1.2/20")))
                .endsWith("52:54:00:12:34:56", "10.1.1.2", "20", "255.255.240.0");
        assertThat(NetworkScripts.announce(NIC, Ipv4Cidr.of("10.1.1.2/32"))).endsWith("255.255.255.255");
        assertThat(NetworkScripts.announce(NIC, Ipv4Cidr.of("10.1.1.2/1"))).endsWith("128.0.0.0");
    }

    @Test
    void countersAreReadAndLoopbackIsLeftOut() {
        List<String> lines = List.of("00:00:00:00:00:00 7 7", "52:54:00:12:34:56 1200 34", "nonsense", "scatola: done");

        assertThat(NetworkScripts.counted(lines)).isEqualTo(Map.of(NIC, new Counters(1200, 34)));
    }
}
