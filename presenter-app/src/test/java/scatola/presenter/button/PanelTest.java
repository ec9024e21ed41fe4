package scatola.presenter.button;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scatola.bus.Topic;

class PanelTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Rule single = rule(1, "z/red/action", null, "single");
    private final Rule json = rule(5, "z/+", "action", "single");
    private final Panel panel = new Panel(List.of(single, json));

    @Test
    void aRuleIsMeantByItsTopicAndItsText() {
        assertThat(panel.heard(text("z/red/action", "single"), 0)).containsExactly(new Press.Counts(single));
        assertThat(panel.heard(text("z/red/action", "Single"), 0)).isEmpty();
        assertThat(panel.heard(text("z/red/action", ""), 0)).isEmpty();
        assertThat(panel.heard(text("z/blue/action", "single"), 0)).isEmpty();
    }

    @Test
    void aRuleWithAFieldIsMeantByThatFieldAlone() {
        assertThat(panel.heard(new Said("z/red", false, "{…}", Map.of("action", "single", "battery", "97")), 0))
                .containsExactly(new Press.Counts(json));
        assertThat(panel.heard(new Said("z/red", false, "{…}", Map.of("click", "single")), 0))
                .isEmpty();
        assertThat(panel.heard(text("z/red", "single"), 0)).isEmpty();
    }

    @Test
    void severalRulesMayMeanTheSame() {
        Rule other = rule(9, "z/+/action", null, "single");

        assertThat(new Panel(List.of(single, other)).heard(text("z/red/action", "single"), 0))
                .containsExactly(new Press.Counts(single), new Press.Counts(other));
    }

    @Test
    void whatIsRetainedPressesNothingAndIsToldOnce() {
        Said retained = new Said("z/red/action", true, "single", Map.of());

        assertThat(panel.heard(retained, 0)).containsExactly(new Press.Retained(single, true));
        assertThat(panel.heard(retained, 0)).containsExactly(new Press.Retained(single, false));
    }

    @Test
    void aButtonThatIsHeldSendsFiveCommandsASecondAndIsToldOnce() {
        int counted = 0;
        int told = 0;
        for (long at = 0; at < 10_000; at += 10) {
            for (Press press : panel.heard(text("z/red/action", "single"), at * MS)) {
                switch (press) {
                    case Press.Counts counts -> counted++;
                    case Press.TooFast fast -> told += fast.first() ? 1 : 0;
                    case Press.Retained retained -> throw new AssertionError(retained);
                }
            }
        }
        assertThat(counted).isEqualTo(5 * 10);
        assertThat(told).isEqualTo(1);
    }

    @Test
    void noSecondHasMoreThanFiveWhereverItBegins() {
        List<Long> counted = new ArrayList<>();
        for (long at = 0; at < 5_000; at += 7) {
            if (panel.heard(text("z/red/action", "single"), at * MS).getFirst() instanceof Press.Counts) {
                counted.add(at);
            }
        }
        for (int i = 0; i + 5 < counted.size(); i++) {
            assertThat(counted.get(i + 5) - counted.get(i)).isGreaterThanOrEqualTo(1_000);
        }
    }

    @Test
    void oneButtonThatIsHeldDoesNotStopAnother() {
        for (int i = 0; i < 100; i++) {
            var unused = panel.heard(text("z/red/action", "single"), i * MS);
        }
        assertThat(panel.heard(new Said("z/red", false, "", Map.of("action", "single")), 101 * MS))
                .containsExactly(new Press.Counts(json));
    }

    @Test
    void aSecondHoldIsToldAgain() {
        for (int i = 0; i < 10; i++) {
            var unused = panel.heard(text("z/red/action", "single"), i * MS);
        }
        List<Press> presses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            presses.addAll(panel.heard(text("z/red/action", "single"), (5_000 + i) * MS));
        }
        assertThat(presses).filteredOn(new Press.TooFast(single, true)::equals).hasSize(1);
    }

    private static Said text(String topic, String text) {
        return new Said(topic, false, text, Map.of());
    }

    private static Rule rule(int line, String when, @Nullable String field, String is) {
        return new Rule(line, TopicFilterTest.filter(when), field, is, new Topic.BoxRequest("reset"), "{}");
    }
}
