package scatola.nodeservice.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.NodeName;
import scatola.bus.Topics;
import scatola.nodeservice.report.Alerts;
import scatola.nodeservice.report.Reporter;
import scatola.nodeservice.testing.FakeBus;
import scatola.nodeservice.testing.ManualTimer;

class UplinkTest {
    private static final NodeName PI1 = new NodeName("pi1");
    private static final String STATE = "scatola/uplink/pi1";
    private static final String STUCK = "scatola/node/pi1/alert/uplink-stuck";

    private final Path folder;
    private final FakeBus bus = new FakeBus();
    private final ManualTimer timer = new ManualTimer();
    private final FakeCable cable = new FakeCable();
    private int back;
    private Uplink uplink;

    UplinkTest(@TempDir Path folder) {
        this.folder = folder;
        this.uplink = uplink();
    }

    private Uplink uplink() {
        Reporter reporter = new Reporter(new Topics("scatola"), 1, timer.clock(), bus, timer);
        return new Uplink(
                PI1,
                cable,
                folder,
                reporter,
                new Alerts(PI1, reporter, timer.clock()),
                timer.clock(),
                timer,
                () -> back++);
    }

    @BeforeEach
    void start() {
        uplink.start();
    }

    @Test
    void aPullIsSaidBeforeItIsDone() {
        assertThat(uplink.announcePull(10, "button")).isEmpty();

        assertThat(cable.up).isTrue();
        assertThat(bus.state(STATE).path("state").asText()).isEqualTo("OFF");
        assertThat(bus.state(STATE).path("back_at").asText()).isEqualTo("1970-01-01T00:00:10Z");

        uplink.carryOut();

        assertThat(cable.up).isFalse();
        assertThat(bus.state(STATE).path("carrier").asBoolean()).isFalse();
        assertThat(bus.state(STATE).path("by").asText()).isEqualTo("button");
    }

    @Test
    void aPulledCableComesBackInTimeWithItsRoutes() {
        pull(10);

        timer.pass(Duration.ofSeconds(9));
        assertThat(cable.up).isFalse();

        timer.pass(Duration.ofSeconds(1));
        assertThat(cable.up).isTrue();
        assertThat(cable.routes).containsExactly("default via 198.18.0.1");
        assertThat(bus.state(STATE).path("state").asText()).isEqualTo("ON");
        assertThat(bus.state(STATE).has("back_at")).isFalse();
        assertThat(back).isEqualTo(1);
    }

    @Test
    void aCableThatIsPulledIsNotPulledAgain() {
        pull(10);

        assertThat(uplink.announcePull(5, null))
                .hasValueSatisfying(why -> assertThat(why).contains("comes back at 1970-01-01T00:00:10Z"));
    }

    @Test
    void theEndOfAPullThatWasOverEarlyDoesNotEndTheNextOne() {
        pull(10);
        uplink.plug("button");
        assertThat(cable.up).isTrue();

        timer.pass(Duration.ofMillis(500));
        pull(10);
        timer.pass(Duration.ofMillis(9900));
        assertThat(cable.up).isFalse();

        timer.pass(Duration.ofMillis(200));
        assertThat(cable.up).isTrue();
    }

    @Test
    void plugWithoutAPullChangesNothing() {
        uplink.plug("button");

        assertThat(cable.calls).isEmpty();
    }

    @Test
    void aServiceThatStartsPutsBackWhatTheOneBeforeLeftOut() {
        pull(600);

        uplink = uplink();
        uplink.start();

        assertThat(cable.up).isTrue();
        assertThat(cable.routes).containsExactly("default via 198.18.0.1");
        assertThat(folder.resolve("uplink-pulled")).doesNotExist();
    }

    @Test
    void aCableThatDoesNotComeBackRaisesAnAlertAndIsTriedUntilItDoes() {
        pull(10);
        cable.stuck = true;

        timer.pass(Duration.ofSeconds(13));
        assertThat(bus.state(STUCK).path("severity").asText()).isEqualTo("error");
        assertThat(bus.state(STUCK).path("text").asText())
                .contains("can't be put back")
                .contains("stuck");
        assertThat(bus.state(STATE).path("state").asText()).isEqualTo("OFF");

        cable.stuck = false;
        timer.pass(Duration.ofSeconds(2));
        assertThat(cable.up).isTrue();
        assertThat(bus.state(STUCK).isMissingNode()).isTrue();
        assertThat(bus.state(STATE).path("state").asText()).isEqualTo("ON");
    }

    @Test
    void aCableLeftOutThatDoesNotComeBackAtTheStartIsTriedAgainToo() {
        pull(600);
        cable.stuck = true;
        uplink = uplink();
        uplink.start();
        assertThat(uplink.announcePull(5, null)).isPresent();

        cable.stuck = false;
        timer.pass(Duration.ofSeconds(2));

        assertThat(cable.up).isTrue();
        assertThat(cable.routes).containsExactly("default via 198.18.0.1");
    }

    @Test
    void aCableThatCannotBePulledSaysSoAndStaysIn() {
        cable.stuck = true;

        pull(10);

        assertThat(bus.state(STUCK).path("text").asText()).contains("can't be pulled");
        assertThat(bus.state(STATE).path("state").asText()).isEqualTo("ON");
        assertThat(folder.resolve("uplink-pulled")).doesNotExist();
    }

    @Test
    void aCableThatIsPulledByHandIsSeenAndItsReturnIsTold() {
        cable.up = false;
        uplink.look();
        assertThat(bus.state(STATE).path("carrier").asBoolean()).isFalse();
        assertThat(bus.state(STATE).path("state").asText()).isEqualTo("ON");

        cable.up = true;
        uplink.look();

        assertThat(bus.state(STATE).path("carrier").asBoolean()).isTrue();
        assertThat(back).isEqualTo(1);
    }

    @Test
    void aCableThatStaysAsItIsIsSaidOnce() {
        uplink.look();
        uplink.look();

        assertThat(bus.texts(STATE)).hasSize(1);
    }

    private void pull(long seconds) {
        assertThat(uplink.announcePull(seconds, "button")).isEmpty();
        uplink.carryOut();
    }

    private static final class FakeCable implements Cable {
        final List<String> calls = new ArrayList<>();
        boolean up = true;
        boolean stuck;
        List<String> routes = List.of("default via 198.18.0.1");

        @Override
        public String name() {
            return "eth0";
        }

        @Override
        public boolean carrier() {
            return up;
        }

        @Override
        public @Nullable Long speedMbit() {
            return up ? 1000L : null;
        }

        @Override
        public @Nullable String address() {
            return "198.18.0.11/24";
        }

        @Override
        public List<String> routes() {
            return routes;
        }

        @Override
        public void down() throws IOException {
            calls.add("down");
            move(false);
            routes = List.of();
        }

        @Override
        public void up(List<String> again) throws IOException {
            calls.add("up");
            move(true);
            routes = again;
        }

        private void move(boolean in) throws IOException {
            if (stuck) {
                throw new IOException("stuck");
            }
            up = in;
        }
    }
}
