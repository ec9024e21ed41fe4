package scatola.presenter.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scatola.presenter.box.Told.T0;
import static scatola.presenter.box.Told.at;
import static scatola.presenter.box.Told.guest;
import static scatola.presenter.box.Told.nodeState;
import static scatola.presenter.box.Told.online;
import static scatola.presenter.box.Told.will;
import static scatola.presenter.box.Told.worldOf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scatola.bus.Topics;
import scatola.bus.message.Phase;
import scatola.bus.message.Response;
import scatola.presenter.box.World;

class OpenCommandsTest {
    private static final Topics TOPICS = new Topics("scatola");

    private final List<String> performed = new ArrayList<>();
    private final List<Asked<String>> atWork = new ArrayList<>();
    private final OpenCommands<String> open = new OpenCommands<>((operation, command) -> {
        performed.add(operation);
        if (operation.equals("record/start")) {
            atWork.add(command);
            return null;
        }
        return Response.ok(command.transaction(), JsonNodeFactory.instance.objectNode());
    });

    /** pi1 and pi3 are online, pi2 is off, pi4 is silent; doge1 to doge4 are on them. */
    private static final World WORLD = worldOf(
            online("pi1", 1, 1, at(30)),
            online("pi2", 1, 1, at(30)),
            will("pi2", 1, at(30)),
            online("pi3", 1, 1, at(30)),
            online("pi4", 1, 1, T0),
            guest("doge1", "pi1", 1, 2, Phase.RUNNING, null),
            guest("doge2", "pi2", 1, 2, Phase.RUNNING, null),
            guest("doge3", "pi3", 1, 2, Phase.RUNNING, null),
            guest("doge4", "pi4", 1, 2, Phase.RUNNING, null));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vm/doge9/set           | no guest doge9: there are doge1, doge2, doge3, doge4",
                "vm/doge9/set/state     | no guest doge9: there are doge1, doge2, doge3, doge4",
                "vm/doge9/request/ping  | no guest doge9: there are doge1, doge2, doge3, doge4",
                "link/doge9/stage/set   | no guest doge9: there are doge1, doge2, doge3, doge4",
                "link/doge9/stage/set/ip| no guest doge9: there are doge1, doge2, doge3, doge4",
                "vm/doge2/set           | doge2 is on pi2, which is offline: plug it in",
                "link/doge2/stage/set   | doge2 is on pi2, which is offline: plug it in",
                "vm/doge4/set           | doge4 is on pi4, which was not heard for 32 s: plug it in, or look at its log",
                "node/pi9/request/vm/create | no node pi9: online are pi1, pi3",
                "uplink/pi9/set         | no node pi9: online are pi1, pi3",
                "uplink/pi2/set         | pi2 is offline: plug it in",
                "node/pi2/request/images/refresh | pi2 is offline: plug it in",
            })
    void whatNobodyCanAnswerIsAnsweredAfterAMoment(String topic, String reason) {
        assertThat(ask(topic, "7")).isEmpty();
        assertThat(due(1.9 - 1)).isEmpty();

        assertThat(due(1)).containsExactly(topicOfAnswer(topic) + " 7 " + reason);
        assertThat(due(100)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vm/DOGE/set                | vm/DOGE/response/set             | guest name",
                "vm/doge_1/request/ping     | vm/doge_1/response/ping          | guest name",
                "link/doge1/Stage/set/state | link/doge1/Stage/response/set    | network name",
                "node/Pi1/request/vm/create | node/Pi1/response/vm/create      | node name",
                "node/pi1/request           | node/pi1/response                | operation",
                "uplink/Pi1/set             | uplink/Pi1/response/set          | node name",
                "vm/doge1/request/FLY       | vm/doge1/response/FLY            | operation",
            })
    void aNameOutsideThePatternIsAnsweredAtOnce(String topic, String answerTopic, String part) {
        assertThat(ask(topic, "7"))
                .singleElement()
                .asString()
                .startsWith(answerTopic + " 7 ")
                .contains(part);
    }

    @ParameterizedTest
    @CsvSource({
        "vm/doge1/set",
        "vm/doge1/set/colour",
        "vm/doge1/request/fly",
        "link/doge1/nowhere/set",
        "node/pi1/request/nothing",
        "uplink/pi1/set"
    })
    void aNodeThatIsThereAnswersForItself(String topic) {
        ask(topic, "7");
        open.answered(topicOfAnswer(topic), "7");

        assertThat(due(100)).isEmpty();
    }

    @Test
    void aNodeThatIsSilentIsAnsweredForAfterItsPatience() {
        ask("vm/doge1/set", "7");

        assertThat(due(4.9)).isEmpty();
        assertThat(due(5))
                .containsExactly(
                        "vm/doge1/response/set 7 pi1 did not answer within 5 s: try again, and look at its log if that does not help");
    }

    @Test
    void aNodeThatIsHeardMeanwhileIsAtWorkOnIt() {
        ask("vm/doge1/set", "7");
        World heard = WORLD.with(nodeState("pi1", 1, 9, at(31 + 4.5)));

        assertThat(open.due(heard, at(31 + 5))).isEmpty();
        assertThat(open.due(heard, at(31 + 45))).hasSize(1);
    }

    @Test
    void anAnswerWithinTheMomentKeepsTheBoxSilent() {
        ask("vm/doge9/set", "7");
        open.answered("vm/doge9/response/set", "7");

        assertThat(due(100)).isEmpty();
    }

    @Test
    void aGuestThatWasJustMadeIsItsNodesBusiness() {
        ask("vm/doge9/set", "7");
        World later = WORLD.with(guest("doge9", "pi1", 1, 9, Phase.RUNNING, null));

        assertThat(open.due(later, at(31 + 1))).isEmpty();
        open.answered("vm/doge9/response/set", "7");
        assertThat(open.due(later, at(31 + 5))).isEmpty();
    }

    @Test
    void anAnswerToAnotherTransactionDoesNotCount() {
        ask("vm/doge9/set", "7");
        open.answered("vm/doge9/response/set", "8");

        assertThat(due(1)).hasSize(1);
    }

    @Test
    void aCommandWithoutATransactionIsAnsweredToo() {
        ask("vm/doge9/set", null);
        ask("vm/doge9/set", null);
        open.answered("vm/doge9/response/set", null);

        assertThat(due(1))
                .containsExactly("vm/doge9/response/set null no guest doge9: there are doge1, doge2, doge3, doge4");
    }

    @Test
    void aNodeThatCouldNotReadTheTransactionHasAnsweredAllTheSame() {
        ask("vm/doge1/set", "7");
        open.answered("vm/doge1/response/set", null);

        assertThat(due(5)).isEmpty();
    }

    @Test
    void aTransactionIsAnsweredAgainAndNotDoneAgain() {
        assertThat(ask("box/request/show", "7")).hasSize(1);
        assertThat(ask("box/request/show", "7")).hasSize(1);

        assertThat(performed).containsExactly("show");
    }

    @Test
    void whatTakesTimeIsAnsweredWhenItIsDone() {
        assertThat(ask("box/request/record/start", "7")).isEmpty();
        assertThat(ask("box/request/record/start", "7")).isEmpty();
        assertThat(ask("box/request/record/start", null)).isEmpty();
        assertThat(due(100)).isEmpty();

        assertThat(text(open.done(atWork.getFirst(), Response.error("7", "the disk is full"))))
                .containsExactly(
                        "box/response/record/start 7 the disk is full", "box/response/record/start 7 the disk is full");
        assertThat(ask("box/request/record/start", "7"))
                .containsExactly("box/response/record/start 7 the disk is full");
        assertThat(performed).as("the one without a transaction is another one").hasSize(2);
        assertThatThrownBy(() -> open.done(atWork.getFirst(), Response.error("7", "twice")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBoxWithTooMuchToDoSaysSo() {
        for (int i = 0; i < OpenCommands.MOST; i++) {
            assertThat(ask("box/request/record/start", null)).isEmpty();
        }

        assertThat(ask("box/request/record/start", "7"))
                .containsExactly("box/response/record/start 7 the box has too much to do: try again in a moment");
    }

    @Test
    void aTransactionIsForgottenAfterTenMinutes() {
        ask("box/request/show", "7");
        open.asked(asked("box/request/show", "7", 31 + 601, false), WORLD);

        assertThat(performed).containsExactly("show", "show");
    }

    @Test
    void withoutATransactionEveryCommandIsDone() {
        ask("box/request/show", null);
        ask("box/request/show", null);

        assertThat(performed).containsExactly("show", "show");
    }

    @Test
    void aRetainedCommandIsNotDoneAndItsSenderTold() {
        var answers = open.asked(asked("box/request/show", "7", 31, true), WORLD);

        assertThat(performed).isEmpty();
        assertThat(text(answers)).singleElement().asString().contains("must not be retained");
    }

    @Test
    void aRetainedCommandToNobodyIsToldBoth() {
        open.asked(asked("vm/doge9/set", "7", 31, true), WORLD);

        assertThat(text(open.due(WORLD, at(32))))
                .singleElement()
                .asString()
                .contains("no guest doge9")
                .contains("must not be retained");
    }

    @Test
    void anEmptyBoxSaysHowToBegin() {
        open.asked(asked("vm/doge1/set", "7", 31, false), World.empty());
        open.asked(asked("node/pi1/request/vm/create", "8", 31, false), World.empty());

        assertThat(text(open.due(World.empty(), at(32))))
                .containsExactly(
                        "vm/doge1/response/set 7 no guest doge1: there is none yet, make one with node/pi1/request/vm/create",
                        "node/pi1/response/vm/create 8 no node pi1: online is none, plug one in");
    }

    @Test
    void aFloodIsAnsweredAtOnceInsteadOfRememberedWithoutBound() {
        for (int i = 0; i < OpenCommands.MOST; i++) {
            assertThat(ask("vm/doge9/set", "t" + i)).isEmpty();
        }

        assertThat(ask("vm/doge9/set", "one-more")).hasSize(1);
        assertThat(open.deadline()).isEqualTo(at(32));
    }

    private List<String> ask(String topic, @Nullable String transaction) {
        return text(open.asked(asked(topic, transaction, 31, false), WORLD));
    }

    private static Asked<String> asked(String topic, @Nullable String transaction, double seconds, boolean retained) {
        return new Asked<>(
                at(seconds), TOPICS.parse("scatola/" + topic), topicOfAnswer(topic), transaction, retained, topic);
    }

    private static String topicOfAnswer(String topic) {
        return ResponseTopic.of(topic);
    }

    private List<String> due(double seconds) {
        return text(open.due(WORLD, at(31 + seconds)));
    }

    private static List<String> text(List<OpenCommands.Answer<String>> answers) {
        return answers.stream()
                .map(answer -> "%s %s %s"
                        .formatted(
                                answer.command().responseTopic(),
                                answer.response().transaction(),
                                Objects.requireNonNullElse(answer.response().error(), "ok")))
                .toList();
    }
}
