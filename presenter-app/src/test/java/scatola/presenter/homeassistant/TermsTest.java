package scatola.presenter.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import scatola.bus.NodeName;
import scatola.bus.VmName;

class TermsTest {
    @Test
    void itIsOnOrOffAndListensSomewhere() {
        assertThat(Terms.of("on", "homeassistant", "scatola")).isEqualTo(new Terms(true, "homeassistant"));
        assertThat(Terms.of("off", "my/house", "scatola")).isEqualTo(new Terms(false, "my/house"));
    }

    @Test
    void whatCantBeIsRefusedWithWhatToSet() {
        refused("maybe", "homeassistant", "SCATOLA_HOMEASSISTANT must be on or off, but is 'maybe'");
        refused("on", "home assistant", "SCATOLA_HOMEASSISTANT_PREFIX: 'home assistant' is no root for topics");
        refused("on", "+", "SCATOLA_HOMEASSISTANT_PREFIX: '+' is no root");
        refused("on", "scatola", "'scatola' and the box's root 'scatola' overlap");
        refused("off", "scatola/ha", "'scatola/ha' and the box's root 'scatola' overlap");
    }

    @Test
    void anIdNamesTheRootAndIsReadBackByItsOwnBoxOnly() {
        Subject guest = new Subject.Guest(new VmName("doge-1"));
        for (Subject subject : new Subject[] {guest, new Subject.Pi(new NodeName("pi1")), new Subject.Box()}) {
            for (String root : new String[] {"scatola", "my_box", "a/b", "a-b", "scatola_vm_doge-1", "a_/b", "a/_b"}) {
                Ids ids = new Ids(root);
                assertThat(ids.of(subject)).matches("[a-zA-Z0-9_-]+");
                assertThat(ids.read(ids.of(subject))).isEqualTo(subject);
                for (String other : new String[] {"scatol", "scatola2", "a", "a_b", "b", "a_-b"}) {
                    assertThat(new Ids(other).read(ids.of(subject))).isNull();
                }
            }
        }
        assertThat(new Ids("scatola").of(guest)).isEqualTo("scatola_vm_doge-1");
        assertThat(new Ids("scatola").read("scatola_vm_Doge")).isNull();
        assertThat(new Ids("scatola").read("scatola_tank_doge")).isNull();
        assertThat(new Ids("scatola").read("zigbee2mqtt")).isNull();
    }

    private static void refused(String switched, String prefix, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Terms.of(switched, prefix, "scatola"))
                .withMessageContaining(words);
    }
}
