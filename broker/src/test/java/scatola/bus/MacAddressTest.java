package scatola.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"52:54:00:12:34:56", "00:00:00:00:00:01", "fe:ff:ff:ff:ff:ff"})
    void theAddressOfAStationIsTaken(String text) {
        assertThat(new MacAddress(text)).hasToString(text);
    }

    @Test
    void capitalsBecomeSmall() {
        assertThat(new MacAddress("52:54:00:AB:CD:EF")).isEqualTo(new MacAddress("52:54:00:ab:cd:ef"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "52:54:00:12:34",
                "52:54:00:12:34:56:78",
                "52-54-00-12-34-56",
                "525400123456",
                "52:54:00:12:34:5g",
                "52:54:00:12:34:56\n",
                " 52:54:00:12:34:56",
                "52:54:00:12:34:٥٦",
                "ff:ff:ff:ff:ff:ff",
                "01:00:5e:00:00:01",
                "33:33:00:00:00:01",
                "00:00:00:00:00:00",
                "52:54:00:12:34:56,ifname=x",
                "$(reboot)"
            })
    void whatNoStationCanHaveIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MacAddress(text))
                .withMessageContaining("52:54:00:12:34:56");
    }

    @Test
    void randomAddressesAreLocallyAdministeredAndSeldomTheSame() {
        Random random = new Random(4);

        assertThat(Stream.generate(() -> MacAddress.random(random)).limit(1000))
                .allSatisfy(mac -> assertThat(mac.text()).startsWith("52:54:"))
                .doesNotHaveDuplicates();
    }
}
