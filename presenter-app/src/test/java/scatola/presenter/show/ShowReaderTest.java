package scatola.presenter.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShowReaderTest {
    @Test
    void aShowIsReadWhole() {
        Show show = show("""
                show: A short one
                about: what it is for
                steps:
                  - say: A guest boots.
                    do:
                      - topic: node/pi1/request/vm/create
                        payload: {vm: doge1, image: doge, nics: [{network: stage, ip: 10.1.1.1/24}], state: ON}
                        unless: {topic: vm/doge1, where: {phase: running}}
                    see:
                      - {topic: vm/doge1, where: {phase: running}, within_s: 60, tell: "up in {boot_ms in s}"}
                      - {topic: test/p, where: {ms: {at_most: 5}}, times: 3}
                    never:
                      - {topic: vm/doge1, where: {phase: failed}, for_s: 2}
                    pause_s: 1.5
                afterwards:
                  - topic: vm/doge1/set
                    payload: {state: "OFF"}
                    if: {topic: vm/doge1}
                    expect: any
                """);

        assertThat(show.title()).isEqualTo("A short one");
        Step step = show.steps().getFirst();
        assertThat(step.say()).isEqualTo("A guest boots.");
        assertThat(step.pause()).isEqualTo(Duration.ofMillis(1500));
        assertThat(step.orders().getFirst().payload().text("state")).isEqualTo("ON");
        assertThat(step.orders().getFirst().unless()).hasToString("vm/doge1: phase running");
        assertThat(step.sights().get(0).happens()).isFalse();
        assertThat(step.sights().get(0).within()).isEqualTo(Duration.ofSeconds(60));
        assertThat(step.sights().get(1).happens()).isTrue();
        assertThat(step.sights().get(1).pattern()).hasToString("test/p: ms at most 5");
        assertThat(step.bans().getFirst().atLeast()).isEqualTo(Duration.ofSeconds(2));
        assertThat(show.afterwards().getFirst().expect()).isEqualTo(Order.Expect.ANY);
    }

    @Test
    void everyProblemIsNamedWithItsStepAndItsKey() {
        List<String> problems = problems("""
                show: A bad one
                intermission: 5
                steps:
                  - sey: Oops.
                    do:
                      - topic: vm/DOGE/set
                        payload: {state: "OFF"}
                      - topic: uplink/pi1/set
                        payload: {state: "OFF"}
                  - say: Second.
                    see:
                      - {topic: vm/doge1, within_s: soon}
                      - {topic: vm/doge1/set}
                      - {where: {phase: running}}
                      - {topic: vm/doge1, where: {memory_mib: {atleast: 5}}}
                    pause_s: -1
                """);

        assertThat(problems)
                .containsExactly(
                        "'intermission' is no key here: there are show, about, steps, afterwards",
                        "step 1: 'sey' is no key here: there are say, do, see, never, pause_s",
                        "step 1: say is missing: write a text",
                        "step 1, do 1: topic 'vm/DOGE/set': 'DOGE' is no guest name: use 1 to 32 of a-z, 0-9 and -, no - at either end",
                        "step 1, do 2: payload: for_s is missing: a pulled cable must come back by itself, say {\"state\":\"OFF\",\"for_s\":10}",
                        "step 2, see 1: within_s must be a number of seconds from 0.1 to 3600, but is \"soon\"",
                        "step 2, see 2: topic 'vm/doge1/set' is not looked at: take a state, an event, a response or a test",
                        "step 2, see 3: topic is missing: write a text",
                        "step 2, see 4, where: memory_mib has 'atleast': write a plain value, or at_least, at_most, contains, not, present",
                        "step 2: pause_s must be a number of seconds from 0 to 600, but is -1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "just text",
                "- a\n- list",
                "show: [",
                "show: twice\nshow: twice",
                "show: no steps",
                "show: x\nsteps: 5",
                "show: x\nsteps: []",
                "show: x\nsteps: [5]",
                "show: x\nsteps: [{say: [1]}]",
                "show: x\nsteps: [{say: y, do: {topic: z}}]",
                "show: x\nsteps: [{say: y, do: [{topic: box/state}]}]",
                "show: x\nsteps: [{say: y, do: [{topic: vm/doge1/set/state, payload: {}}]}]",
                "show: x\nsteps: [{say: y, do: [{topic: vm/doge1/request/reboot, payload: 5}]}]",
                "show: x\nsteps: [{say: y, do: [{topic: vm/doge1/request/reboot, expect: maybe}]}]",
                "show: x\nsteps: [{say: y, do: [{topic: vm/d/request/reboot, unless: {topic: test/x}}]}]",
                "show: x\nsteps: [{say: y, see: [{topic: '#'}]}]",
                "show: x\nsteps: [{say: y, see: [{topic: vm/d/console/out}]}]",
                "show: x\nsteps: [{say: y, see: [{topic: vm/d, times: 0}]}]",
                "show: x\nsteps: [{say: y, see: [{topic: vm/d, where: 5}]}]",
                "show: x\nsteps: [{say: y, see: [{topic: vm/d, where: {a: {at_least: b}}}]}]",
                "show: x\n---\nshow: y",
                "&a [*a, *a]",
                "show: \u0000",
                "show: x\nsteps: [[[[[[[[[[[[[[[[[[[[[[",
            })
    void whatIsNoShowIsRefusedWithAReason(String yaml) {
        assertThat(problems(yaml))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).hasSizeGreaterThan(15));
    }

    @Test
    void aShowThatIsTooLongIsRefused() {
        assertThat(problems("#".repeat(ShowReader.MOST_CHARACTERS + 1)).getFirst())
                .contains("write at most");
    }

    @Test
    void theStoryCanBePlayed() throws Exception {
        Show story = show(Files.readString(home().resolve("shows/story.yaml")));

        assertThat(story.steps()).hasSizeGreaterThan(7);
    }

    private static Path home() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("shows"))) {
            here = Objects.requireNonNull(here.getParent(), "no folder shows above");
        }
        return here;
    }

    private static Show show(String yaml) {
        return switch (ShowReader.read(yaml)) {
            case ShowFile.Playable good -> good.show();
            case ShowFile.Unplayable bad -> throw new AssertionError(String.join("\n", bad.problems()));
        };
    }

    private static List<String> problems(String yaml) {
        return ShowReader.read(yaml) instanceof ShowFile.Unplayable bad ? bad.problems() : List.of();
    }
}
