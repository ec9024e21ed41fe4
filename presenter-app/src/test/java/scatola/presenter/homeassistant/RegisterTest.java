package scatola.presenter.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scatola.bus.NodeName;
import scatola.bus.VmName;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;

class RegisterTest {
    private static final Subject ANNA = new Subject.Guest(new VmName("anna"));
    private static final Subject BERT = new Subject.Guest(new VmName("bert"));
    private static final Subject PI1 = new Subject.Pi(new NodeName("pi1"));
    private static final Subject PI2 = new Subject.Pi(new NodeName("pi2"));

    private final Register register = new Register();

    @Test
    void whatIsNewOrHasChangedIsSaidAndNothingElse() {
        assertThat(look(Map.of(ANNA, on(PI1, "power")))).containsExactly(is(ANNA, on(PI1, "power")));
        assertThat(look(Map.of(ANNA, on(PI1, "power")))).isEmpty();
        assertThat(look(Map.of(ANNA, on(PI1, "power"), BERT, on(PI1, "power"))))
                .containsExactly(is(BERT, on(PI1, "power")));
    }

    @Test
    void everythingIsSaidAgainOnceWhenWished() {
        look(Map.of(ANNA, on(PI1, "power")));

        register.again();

        assertThat(look(Map.of(ANNA, on(PI1, "power")))).containsExactly(is(ANNA, on(PI1, "power")));
        assertThat(look(Map.of(ANNA, on(PI1, "power")))).isEmpty();
    }

    @Test
    void aGuestThatMovedAndHasOtherNicsLeavesNoGhost() {
        look(Map.of(ANNA, on(PI1, "power", "nic_stage")));

        assertThat(look(Map.of(ANNA, on(PI2, "power", "nic_backstage"))))
                .containsExactly(
                        new Saying.Is(ANNA, on(PI2, "power", "nic_backstage"), Map.of("nic_stage", Platform.SWITCH)));
        assertThat(look(Map.of(ANNA, on(PI2, "power", "nic_stage"))))
                .containsExactly(
                        new Saying.Is(ANNA, on(PI2, "power", "nic_stage"), Map.of("nic_backstage", Platform.SWITCH)));
    }

    @Test
    void whatAFormerRunSaidOfADeviceIsTakenBackWhereItIsNoMore() {
        register.found(ANNA, Map.of("power", Platform.SWITCH, "nic_old", Platform.SWITCH));

        Saying first = new Saying.Is(ANNA, on(PI1, "power"), Map.of("nic_old", Platform.SWITCH));
        assertThat(look(Map.of(ANNA, on(PI1, "power")))).containsExactly(first);

        register.found(ANNA, Map.of("power", Platform.SWITCH, "nic_old", Platform.SWITCH));
        assertThat(look(Map.of(ANNA, on(PI1, "power")))).isEmpty();
    }

    @Test
    void whatIsFoundLateIsTakenBackToo() {
        look(Map.of(ANNA, on(PI1, "power")));

        register.found(ANNA, Map.of("nic_old", Platform.SWITCH));

        assertThat(look(Map.of(ANNA, on(PI1, "power"))))
                .containsExactly(new Saying.Is(ANNA, on(PI1, "power"), Map.of("nic_old", Platform.SWITCH)));
    }

    @Test
    void whoWasDeletedIsGoneAtOnce() {
        look(Map.of(ANNA, on(PI1, "power")));

        assertThat(register.look(Map.of(), Set.of(ANNA), false, Set.of())).containsExactly(new Saying.IsGone(ANNA));
        assertThat(register.look(Map.of(), Set.of(), true, Set.of(PI1))).isEmpty();
    }

    @Test
    void whoIsMissingIsKeptUntilTheirNodeHasSpoken() {
        look(Map.of(ANNA, on(PI1, "power")));

        assertThat(register.look(Map.of(), Set.of(), true, Set.of(PI2))).isEmpty();
        assertThat(register.look(Map.of(), Set.of(), false, Set.of(PI1))).isEmpty();
        assertThat(register.look(Map.of(), Set.of(), true, Set.of(PI1))).containsExactly(new Saying.IsGone(ANNA));
    }

    @Test
    void whoIsMissingIsSaidAgainWithAllOthers() {
        look(Map.of(ANNA, on(PI1, "power")));
        register.again();

        assertThat(register.look(Map.of(), Set.of(), true, Set.of())).containsExactly(is(ANNA, on(PI1, "power")));
    }

    @Test
    void theGhostOfAFormerRunIsClearedWhenAllIsKnown() {
        register.found(BERT, Map.of("power", Platform.SWITCH));

        assertThat(register.look(Map.of(), Set.of(), false, Set.of())).isEmpty();
        assertThat(register.look(Map.of(), Set.of(), true, Set.of())).containsExactly(new Saying.IsGone(BERT));
        assertThat(register.look(Map.of(), Set.of(), true, Set.of())).isEmpty();
    }

    @Test
    void whatSomebodyElseClearsIsNoGhost() {
        register.found(BERT, Map.of("power", Platform.SWITCH));
        register.cleared(BERT);

        assertThat(register.look(Map.of(), Set.of(), true, Set.of())).isEmpty();
    }

    @Test
    void aNodeHasSpokenWhenItSpeaksAgainAfterItCame() {
        World came = Told.worldOf(Told.online("pi1", 1, 1, Told.T0), Told.nodeState("pi1", 1, 2, Told.at(0.1)));
        World spoke = came.with(Told.nodeState("pi1", 1, 3, Told.at(1.1)));
        World another = spoke.with(Told.online("pi2", 1, 1, Told.at(1.5)));
        World away = another.with(Told.will("pi2", 1, Told.at(1.6)));

        assertThat(RollCall.there(came)).isEmpty();
        assertThat(RollCall.there(spoke)).containsExactly(PI1);
        assertThat(RollCall.isComplete(came, Told.T0, Told.at(3))).isFalse();
        assertThat(RollCall.isComplete(spoke, Told.T0, Told.at(1.9))).isFalse();
        assertThat(RollCall.isComplete(spoke, Told.T0, Told.at(3))).isTrue();
        assertThat(RollCall.isComplete(another, Told.T0, Told.at(3))).isFalse();
        assertThat(RollCall.isComplete(away, Told.T0, Told.at(3))).isTrue();
        assertThat(RollCall.isComplete(World.empty(), Told.T0, Told.T0.plus(RollCall.RETAINED)))
                .isTrue();
        // one that says nothing more although it never said goodbye is lost
        assertThat(RollCall.isComplete(came, Told.T0, Told.T0.plus(Duration.ofMinutes(1))))
                .isTrue();
    }

    private List<Saying> look(Map<Subject, Device> devices) {
        return register.look(devices, Set.of(), false, Set.of());
    }

    private static Saying is(Subject subject, Device device) {
        return new Saying.Is(subject, device, Map.of());
    }

    private static Device on(Subject pi, String... switches) {
        Map<String, Component> components = new HashMap<>();
        Arrays.stream(switches).forEach(id -> components.put(id, Component.of(Platform.SWITCH, id, "power")));
        return new Device("anna", "Guest", pi, List.of("scatola/presenter/laptop"), components);
    }
}
