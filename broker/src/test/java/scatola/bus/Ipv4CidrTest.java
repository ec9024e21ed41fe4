package scatola.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4CidrTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.1.1/24",
                "1.0.0.1/8",
                "223.255.255.254/30",
                "192.168.0.0/16 is not this, but 192.168.0.1/16",
                "169.254.1.1/16",
                "10.1.1.255/16",
                "10.1.1.0/23",
                "10.1.1.0/31",
                "10.1.1.1/31",
                "10.1.1.0/32",
                "128.0.0.1/1"
            })
    void theAddressOfAHostIsWrittenAsItWasRead(String line) {
        String text = line.substring(line.lastIndexOf(' ') + 1);

        assertThat(Ipv4Cidr.of(text)).hasToString(text);
    }

    @Test
    void withoutAPrefixItIsATwentyFour() {
        assertThat(Ipv4Cidr.of("10.1.1.2")).isEqualTo(new Ipv4Cidr("10.1.1.2", 24));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "doge1",
                "10.1.1",
                "10.1.1.1.1",
                "10.1.1.256/24",
                "10.1.1.999/24",
                "010.1.1.1/24",
                "10.1.1.01/24",
                "10.1.1.1/",
                "10.1.1.1/024",
                "10.1.1.1/08",
                "10.1.1.1/24/24",
                "10.1.1.1/-1",
                "10.1.1.1/99999999999",
                "10.1.1.1 /24",
                " 10.1.1.1/24",
                "10.1.1.1/24\n",
                "10.1.1.1/24;reboot",
                "$(reboot)",
                "0x0a.1.1.1",
                "167837953",
                "::1",
                "fe80::1/64",
                "1٠.1.1.1/24"
            })
    void whatIsNoAddressIsRefusedWithHowToWriteOne(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ipv4Cidr.of(text))
                .withMessageContaining("write it like 10.1.1.2/24");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.1.1/0, no prefix length",
        "10.1.1.1/33, no prefix length",
        "10.1.1.1/99, no prefix length",
        "0.1.1.1/24, no address a guest may have",
        "127.0.0.1/8, no address a guest may have",
        "224.0.0.1/24, no address a guest may have",
        "255.255.255.255/24, no address a guest may have",
        "10.1.1.0/24, names the network or its broadcast",
        "10.1.1.255/24, names the network or its broadcast",
        "10.1.1.3/30, names the network or its broadcast",
        "128.0.0.0/1, names the network or its broadcast"
    })
    void whatNoHostMayHaveIsRefusedWithTheReason(String text, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Cidr.of(text)).withMessageContaining(reason);
    }
}
