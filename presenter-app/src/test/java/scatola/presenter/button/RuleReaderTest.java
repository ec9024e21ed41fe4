package scatola.presenter.button;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.VmName;

class RuleReaderTest {
    private static final Path EXAMPLE = Path.of("../buttons.example.yaml");
    private static final Topic.LinkSet LINK = new Topic.LinkSet(new VmName("doge2"), new NetworkName("stage"));

    @Test
    void theExampleIsRead() throws IOException {
        List<Rule> rules = rules(Files.readString(EXAMPLE));

        assertThat(rules)
                .extracting(Rule::when)
                .extracting(TopicFilter::toString)
                .containsExactly(
                        "zigbee2mqtt/red-button/action",
                        "zigbee2mqtt/red-button/action",
                        "zigbee2mqtt/+",
                        "clicker/key");
        assertThat(rules).extracting(Rule::is).containsExactly("single", "hold", "double", "PageDown");
        assertThat(rules).extracting(Rule::field).containsExactly(null, null, "action", null);
        assertThat(rules)
                .extracting(Rule::command)
                .containsExactly(
                        LINK,
                        new Topic.VmSet(new VmName("doge3")),
                        new Topic.UplinkSet(new NodeName("pi2")),
                        new Topic.BoxRequest("show/next"));
        assertThat(rules)
                .extracting(Rule::with)
                .containsExactly(
                        "{\"state\":\"TOGGLE\"}", "{\"ip\":\"10.1.1.2/24\"}", "{\"state\":\"OFF\",\"for_s\":10}", "{}");
    }

    @Test
    void aRuleKnowsItsLine() {
        assertThat(rules("""
                # a remark

                - when: a/b
                  is: x
                  do: box/request/reset
                - {when: c, is: 1, do: box/request/reset}
                """)).extracting(Rule::line).containsExactly(3, 6);
    }

    @ParameterizedTest
    @CsvSource({"ON, ON", "off, off", "true, true", "1, 1", "'\"1\"', 1", "single, single"})
    void whatAButtonSaysIsReadAsItStands(String yaml, String is) {
        assertThat(rules("- {when: a, is: %s, do: box/request/reset}".formatted(yaml)))
                .extracting(Rule::is)
                .containsExactly(is);
    }

    @ParameterizedTest
    @CsvSource({
        "link/doge2/stage/set/state, OFF, '{\"state\":\"OFF\"}'",
        "link/doge2/stage/set/delay_ms, 50, '{\"delay_ms\":50}'",
        "link/doge2/stage/set/loss_pct, 12.5, '{\"loss_pct\":12.5}'",
        "scatola/link/doge2/stage/set/state, ON, '{\"state\":\"ON\"}'",
        "link/doge2/stage/set, '{state: ON, by: the red button}', '{\"state\":\"ON\",\"by\":\"the red button\"}'",
    })
    void aCommandIsSentAsAnObject(String topic, String with, String json) {
        assertThat(rules("- {when: a, is: x, do: %s, with: %s}".formatted(topic, with)))
                .containsExactly(new Rule(1, TopicFilterTest.filter("a"), null, "x", LINK, json));
    }

    @Test
    void nothingIsNoRules() {
        assertThat(rules("")).isEmpty();
        assertThat(rules("# not yet\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "is: x, do: vm/doge1/set/state, with: ON|line 1: when is missing: write the button's topic, like zigbee2mqtt/red-button/action",
                "when: a, do: vm/doge1/set/state, with: ON|line 1: is is missing: write what the button says, like single",
                "when: a, is: x|line 1: do is missing: write the topic of a command, like link/doge2/stage/set/state",
                "when: a, is: x, do: vm/doge1/set/state|line 1: with is missing: write plain text, like ON, OFF, TOGGLE or 10.1.1.2/24",
                "when: a, is: [x], do: box/request/reset|line 1: is must be one text: write what the button says, like single",
                "when: a, is: x, does: y, do: box/request/reset|line 1: 'does' is no key here: there are when, field, is, do, with",
                "when: a/#, is: x, do: box/request/reset|line 1: when: 'a/#' has a # or half a level: write whole levels, and + where any one may stand",
                "when: scatola/vm/doge1/set, is: x, do: box/request/reset|line 1: when: 'scatola/vm/doge1/set' is among the box's own topics, and a rule must not set off itself: name a topic outside scatola/",
                "when: +/b, is: x, do: box/request/reset|line 1: when: '+/b' is among the box's own topics, and a rule must not set off itself: name a topic outside scatola/",
                "when: a, is: x, do: vm/DOGE/set/state, with: ON|line 1: do: 'DOGE' is no guest name: use 1 to 32 of a-z, 0-9 and -, no - at either end",
                "when: a, is: x, do: lights/on|line 1: do: scatola/lights/on is no topic of the box",
                "when: a, is: x, do: vm/doge1|line 1: do: 'vm/doge1' is no command: take one of docs/bus.md, like link/doge2/stage/set/state or box/request/show/next",
                "when: a, is: x, do: vm/doge1/request/dance|line 1: do: 'vm/doge1/request/dance' is no command: take one of docs/bus.md, like link/doge2/stage/set/state or box/request/show/next",
                "when: a, is: x, do: vm/doge1/console/in, with: ls|line 1: do: 'vm/doge1/console/in' is no command: take one of docs/bus.md, like link/doge2/stage/set/state or box/request/show/next",
                "when: a, is: x, do: vm/doge1/set/state, with: on|line 1: with: state must be one of ON, OFF, TOGGLE, but is \"on\"",
                "when: a, is: x, do: vm/doge1/set/ip, with: 10.1.1.256|line 1: with: ip: '10.1.1.256' is no IPv4 address: write it like 10.1.1.2/24",
                "when: a, is: x, do: vm/doge1/set/colour, with: red|line 1: with: there is no attribute colour to set: there are state, ip",
                "when: a, is: x, do: vm/doge1/set/state, with: {state: ON}|line 1: with must be one text: write plain text, like ON, OFF, TOGGLE or 10.1.1.2/24",
                "when: a, is: x, do: vm/doge1/set, with: ON|line 1: with: this command takes keys with values, like {state: TOGGLE}",
                "when: a, is: x, do: vm/doge1/set|line 1: with: nothing to set: name state (ON, OFF, TOGGLE) or ip (10.1.1.2/24)",
                "when: a, is: x, do: uplink/pi2/set, with: {state: OFF}|line 1: with: for_s is missing: a pulled cable must come back by itself, say {\"state\":\"OFF\",\"for_s\":10}",
                "when: a, is: x, do: vm/doge1/set, with: {state: ON, transaction: 7}|line 1: with: leave transaction out: every press is a command of its own, and gets one of its own",
            })
    void aRuleThatCanNeverWorkIsToldWithItsLine(String rule, String problem) {
        assertThat(problems("- {%s}".formatted(rule))).containsExactly(problem);
    }

    @Test
    void everyProblemIsToldWithTheLineOfItsKey() {
        assertThat(problems("""
                - when: a
                  is: single
                  do: link/doge2/stage/set/state
                  with: SIDEWAYS
                - when: b
                  is:
                  do: vm/doge1/request/dance
                - text
                """))
                .containsExactly(
                        "line 4: with: state must be one of ON, OFF, TOGGLE, but is \"SIDEWAYS\"",
                        "line 6: is is missing: write what the button says, like single",
                        "line 7: do: 'vm/doge1/request/dance' is no command: take one of docs/bus.md, like link/doge2/stage/set/state or box/request/show/next",
                        "line 8: a rule has the keys when, is, do and with: begin it with '- when: ' and a topic");
    }

    @Test
    void whatIsNoYamlIsToldWithItsLine() {
        assertThat(problems("- when: a\n  is: [x\n")).singleElement().asString().startsWith("line 2: it is no YAML: ");
        assertThat(problems("- when: a\n  when: b\n"))
                .singleElement()
                .asString()
                .startsWith("line 2: it is no YAML: ");
        assertThat(problems("when: a\n"))
                .containsExactly("it is no list of at most 200 rules: begin each with '- when: ' and a topic");
    }

    @Test
    void anotherRootHasOtherTopicsOfItsOwn() {
        Topics other = new Topics("boxes/a");

        assertThat(RuleReader.read("- {when: scatola/button, is: x, do: box/request/reset}", other))
                .isInstanceOf(RuleFile.Usable.class);
        assertThat(RuleReader.read("- {when: boxes/+/button, is: x, do: box/request/reset}", other))
                .isInstanceOf(RuleFile.Unusable.class);
    }

    @Test
    void whateverStandsInTheFileIsReadOrRefused() throws IOException {
        long seed = Long.getLong("scatola.seed", System.nanoTime());
        System.out.println("RuleReaderTest seed " + seed + " (-Dscatola.seed=" + seed + " repeats it)");
        Random random = new Random(seed);
        String example = Files.readString(EXAMPLE);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(example);
            for (int n = 0; n <= random.nextInt(4); n++) {
                int at = random.nextInt(text.length());
                text.replace(at, Math.min(text.length(), at + random.nextInt(4)), scratch(random));
            }
            assertThat(RuleReader.read(text.toString(), new Topics("scatola"))).isNotNull();
        }
    }

    private static String scratch(Random random) {
        String letters = "{}[]:,-&*!|>'\"%@`#\n\t \u0000\uFEFFa1+/";
        return String.valueOf(letters.charAt(random.nextInt(letters.length())));
    }

    private static List<Rule> rules(String yaml) {
        return switch (RuleReader.read(yaml, new Topics("scatola"))) {
            case RuleFile.Usable usable -> usable.rules();
            case RuleFile.Unusable unusable -> throw new AssertionError(unusable.problems());
        };
    }

    private static List<String> problems(String yaml) {
        return switch (RuleReader.read(yaml, new Topics("scatola"))) {
            case RuleFile.Usable usable -> throw new AssertionError(usable.rules());
            case RuleFile.Unusable unusable -> unusable.problems();
        };
    }
}
