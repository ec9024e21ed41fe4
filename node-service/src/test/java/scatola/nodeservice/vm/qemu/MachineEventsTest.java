package scatola.nodeservice.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import scatola.nodeservice.vm.Hypervisor.MachineExit;

class MachineEventsTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private final MachineEvents events = new MachineEvents();
    private final Recorder recorder = new Recorder();

    @Test
    void eventsAreToldInOrderAndTheEndLast() {
        happen("STOP", 0);
        happen("RTC_CHANGE", 10);
        happen("RESUME", 20);
        happen("RESET", 30);

        assertThat(deliver()).isEqualTo(new MachineExit(false, 0, ""));
        assertThat(recorder.told).containsExactly("paused", "resumed", "reset", "exited");
    }

    @Test
    void theResetsThatTheBiosAddsAreNotTold() {
        happen("RESET", 0);
        happen("RESET", 140);
        happen("RESET", 190);

        deliver();

        assertThat(recorder.told).containsExactly("reset", "exited");
    }

    @Test
    void aGuestThatResetsItselfAgainLaterIsToldAgain() {
        happen("RESET", 0);
        happen("RESET", 2500);

        deliver();

        assertThat(recorder.told).containsExactly("reset", "reset", "exited");
    }

    @Test
    void aGuestThatSwitchedItselfOffEndedByGuest() {
        shutdown(true, "guest-shutdown");

        assertThat(deliver().byGuest()).isTrue();
    }

    @Test
    void aGuestThatPanickedDidNotEndInGoodOrder() {
        shutdown(true, "guest-panic");

        assertThat(deliver().byGuest()).isFalse();
    }

    @Test
    void aMachineThatWasEndedBySignalDidNotEndByGuest() {
        shutdown(false, "host-signal");

        assertThat(deliver().byGuest()).isFalse();
    }

    private void happen(String name, long ms) {
        events.accept(new QmpMessage.Event(name, NOON.plusMillis(ms), JsonNodeFactory.instance.objectNode()));
    }

    private void shutdown(boolean guest, String reason) {
        ObjectNode data =
                JsonNodeFactory.instance.objectNode().put("guest", guest).put("reason", reason);
        events.accept(new QmpMessage.Event("SHUTDOWN", NOON, data));
    }

    private MachineExit deliver() {
        events.closed();
        events.deliver(recorder, byGuest -> new MachineExit(byGuest, 0, ""));
        return recorder.exit().orElseThrow();
    }
}
