package scatola.presenter.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageAddressTest {
    private static final Nic LOOPBACK = nic("lo", 1, "127.0.0.1");
    private static final Nic CABLE = nic("enp3s0", 2, "192.168.1.7");
    private static final Nic WIRELESS = nic("wlp2s0", 3, "10.20.30.40");

    @Test
    void whatListensOnThisMachineOnlyIsWhereTheRequestFoundIt() {
        PageAddress page = page("127.0.0.1", LOOPBACK, CABLE);

        assertThat(page.find("localhost:8081"))
                .isEqualTo(new PageAddress.Found(
                        "http://localhost:8081/",
                        false,
                        "this box listens on this laptop only: SCATOLA_LISTEN=0.0.0.0 ./scatola up lets others in"));
        assertThat(page.find(null).base()).isEqualTo("http://127.0.0.1:8080/");
        assertThat(page("::1", LOOPBACK).find(null).base()).isEqualTo("http://[::1]:8080/");
        assertThat(page.here()).isEqualTo("http://127.0.0.1:8080/");
    }

    @Test
    void whatListensEverywhereIsAtTheMachinesBestAddress() {
        PageAddress page = page("0.0.0.0", LOOPBACK, WIRELESS, CABLE);

        assertThat(page.find("127.0.0.1:8080").base()).isEqualTo("http://192.168.1.7:8080/");
        assertThat(page.find(null).reachable()).isTrue();
        assertThat(page.find(null).advice()).contains("192.168.1.7", "SCATOLA_PAGE_URL");
        assertThat(page("::", CABLE).find(null).base()).isEqualTo("http://192.168.1.7:8080/");
        assertThat(page.here()).isEqualTo("http://127.0.0.1:8080/");
    }

    @Test
    void privateAddressesGoBeforeOthersAndBridgesAndTunnelsAreLeftOut() {
        assertThat(best(nic("eth0", 2, "203.0.113.9"), nic("wlan0", 5, "172.16.4.4")))
                .isEqualTo("172.16.4.4");
        assertThat(best(
                        nic("docker0", 2, "172.17.0.1"),
                        nic("br-5f0c", 3, "172.18.0.1"),
                        nic("virbr0", 4, "192.168.122.1"),
                        nic("box-sw", 5, "192.168.9.1"),
                        nic("box-pi1", 6, "192.168.9.2"),
                        nic("tun0", 7, "10.8.0.2"),
                        nic("eth0", 8, "203.0.113.9")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void whatIsDownOrReachesNobodyIsNoAddress() {
        assertThat(best(
                        LOOPBACK,
                        new Nic("eth0", 2, false, false, address("192.168.1.7")),
                        nic("eth1", 3, "169.254.7.7"),
                        nic("eth2", 4, "2001:db8::7")))
                .isEqualTo("none");
    }

    @Test
    void whoIsInNoNetworkIsTold() {
        PageAddress.Found found = page("0.0.0.0", LOOPBACK).find("127.0.0.1:8080");

        assertThat(found.reachable()).isFalse();
        assertThat(found.base()).isEqualTo("http://127.0.0.1:8080/");
        assertThat(found.advice()).startsWith("this laptop is in no network: join one");
    }

    @Test
    void whatListensAtOneAddressIsThere() {
        assertThat(page("192.168.1.8", CABLE).find("192.168.1.8:8080").base()).isEqualTo("http://192.168.1.8:8080/");
        assertThat(page("192.168.1.8", CABLE).here()).isEqualTo("http://192.168.1.8:8080/");
    }

    @Test
    void anAddressThatIsSetGoesBeforeAll() {
        PageAddress page = new PageAddress("127.0.0.1", 8080, Optional.of("https://Box.example/stage"), List::of);

        assertThat(page.find("127.0.0.1:8080").base()).isEqualTo("https://Box.example/stage/");
        assertThat(page.find("127.0.0.1:8080").reachable()).isTrue();
        assertThat(page.setHost()).isEqualTo("box.example");
        assertThat(page("127.0.0.1").setHost()).isNull();
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        for (String wrong : List.of("box", "ftp://box/", "http://", "http://box/#x", "http://box/?a", "http://b ox/")) {
            assertThatThrownBy(() -> new PageAddress("127.0.0.1", 8080, Optional.of(wrong)))
                    .as(wrong)
                    .hasMessage("'%s' is no page's address: set SCATOLA_PAGE_URL to one like http://192.168.1.7:8080/"
                            .formatted(wrong));
        }
    }

    @Test
    void thePortThatEverybodyKnowsIsLeftOut() {
        assertThat(new PageAddress("0.0.0.0", 80, Optional.empty(), () -> List.of(CABLE))
                        .find(null)
                        .base())
                .isEqualTo("http://192.168.1.7/");
    }

    @Test
    void thisMachineTellsItsOwn() {
        assertThat(Nic.all()).anyMatch(Nic::loopback);
    }

    private static PageAddress page(String host, Nic... nics) {
        return new PageAddress(host, 8080, Optional.empty(), () -> List.of(nics));
    }

    private static String best(Nic... nics) {
        return Nic.best(List.of(nics)).map(InetAddress::getHostAddress).orElse("none");
    }

    private static Nic nic(String name, int index, String address) {
        return new Nic(name, index, true, name.equals("lo"), address(address));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
