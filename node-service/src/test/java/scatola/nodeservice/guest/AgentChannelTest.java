package scatola.nodeservice.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentChannelTest {
    private final List<String> sent = new ArrayList<>();
    private final List<String> happened = new ArrayList<>();
    private final AgentChannel agent =
            new AgentChannel(bytes -> sent.add(new String(bytes, StandardCharsets.ISO_8859_1)));

    @Test
    void onlyTheLatestSyncIsAnsweredAndWhatCameBeforeIsThrownAway() {
        agent.sync(() -> happened.add("first"));
        agent.sync(() -> happened.add("second"));
        agent.heard("{\"return\": 7, \"of\": \"an earlier attachment");
        agent.heard("{\"error\": {\"desc\": \"JSON parse error, stray\"}}");
        agent.heard("\u00ff{\"return\": 1}");
        assertThat(happened).isEmpty();

        agent.heard("\u00ff{\"return\": 2}");

        assertThat(happened).containsExactly("second");
        assertThat(sent).last().asString().startsWith("\u00ff{\"execute\":\"guest-sync-delimited\"");
    }

    @Test
    void answersComeInTheOrderOfTheQuestions() {
        ask("a");
        ask("b");
        agent.heard("{\"return\": {\"count\": 3}}");
        agent.heard("{\"error\": {\"class\": \"GenericError\", \"desc\": \"no such file\"}}");

        assertThat(happened).containsExactly("a: {\"count\":3}", "b refused: no such file");
    }

    @Test
    void anAgentThatIsOnlySlowAnswersBeforeTheProbe() {
        ask("a");
        agent.probe(() -> happened.add("forgotten"));
        agent.heard("{\"return\": {}}");
        agent.heard("{\"return\": 1}");
        ask("b");
        agent.heard("{\"return\": {}}");

        assertThat(happened).containsExactly("a: {}", "b: {}");
    }

    @Test
    void anAgentThatWasStartedAnewAnswersTheProbeOnly() {
        ask("a");
        agent.probe(() -> happened.add("forgotten"));
        agent.heard("{\"return\": 1}");

        assertThat(happened).containsExactly("forgotten");
    }

    @Test
    void whatIsNoJsonAndNobodysAnswerIsPassedOver() {
        agent.heard("");
        agent.heard("nonsense");
        agent.heard("{\"return\": {}}");

        assertThat(happened).isEmpty();
    }

    private void ask(String name) {
        agent.ask(
                "guest-" + name,
                AgentChannel.arguments(),
                answer -> happened.add(name + ": " + answer),
                refused -> happened.add(name + " refused: " + refused));
    }
}
