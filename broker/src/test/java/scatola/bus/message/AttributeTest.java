package scatola.bus.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scatola.bus.Decoded;

class AttributeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state|TOGGLE|{\"state\":\"TOGGLE\"}",
                "ip|10.1.1.2/24|{\"ip\":\"10.1.1.2/24\"}",
                "delay_ms|50|{\"delay_ms\":50}",
                "loss_pct|12.5|{\"loss_pct\":12.5}",
                "bandwidth_kbit|1000|{\"bandwidth_kbit\":1000}",
            })
    void anAttributeAsPlainTextIsTheObjectWithThatField(String name, String text, String json) {
        assertThat(LinkSet.ofAttribute(name, text))
                .isInstanceOfSatisfying(
                        Decoded.Value.class,
                        good -> assertThat(((LinkSet) good.value()).json()).hasToString(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state|on|state must be one of ON, OFF, TOGGLE, but is \"on\"",
                "ip|10.1.1.256|ip: '10.1.1.256' is no IPv4 address: write it like 10.1.1.2/24",
                "delay_ms|soon|delay_ms must be a whole number from 0 to 60000, but is \"soon\"",
                "colour|red|there is no attribute colour to set: there are state, ip, delay_ms, loss_pct, bandwidth_kbit",
            })
    void aTextThatIsNoValueOfItsAttributeIsRefused(String name, String text, String reason) {
        assertThat(LinkSet.ofAttribute(name, text)).isEqualTo(new Decoded.Malformed<>(reason));
    }

    @ParameterizedTest
    @CsvSource({"state, true", "ip, true", "delay_ms, false"})
    void aGuestHasFewerAttributesThanALink(String name, boolean known) {
        String text = name.equals("ip") ? "10.1.1.2/24" : "ON";

        assertThat(VmSet.ofAttribute(name, text) instanceof Decoded.Value).isEqualTo(known);
    }
}
