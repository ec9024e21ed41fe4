package scatola.presenter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "/a", "a//b", "#", "a/#", "+", "a b", "$SYS", "ä"})
    void whatCanNotStandInATopicIsNoRoot(String root) {
        assertThat(Roots.refusal(root, "scatola")).contains("is no root for topics");
    }

    @ParameterizedTest
    @CsvSource({"scatola,scatola", "scatola/replay,scatola", "a,a/b", "a/b/c,a/b", "a/b,a/b"})
    void theLiveBoxIsNotTouched(String root, String live) {
        assertThat(Roots.refusal(root, live)).contains("overlap: publish below another one, such as ");
    }

    @Test
    void theRootThatIsProposedCanBeUsed() {
        assertThat(Roots.refusal("scatola", "scatola")).endsWith("such as scatola-replay");
        assertThat(Roots.refusal("scatola-replay", "scatola")).isNull();
        assertThat(Roots.refusal("scatola-replay", "scatola-replay")).endsWith("such as scatola-replay-replay");
        assertThat(Roots.refusal("scatola-replay-replay", "scatola-replay")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"scatola2,scatola", "a/c,a/b", "replays/scatola,scatola"})
    void otherRootsAreFree(String root, String live) {
        assertThat(Roots.refusal(root, live)).isNull();
    }

    @Test
    void twoReplaysShareNoRoot() {
        Map<Long, String> taken = Map.of(3L, "replay/one");

        assertThat(Roots.conflict("replay/one", taken)).contains("replay 3 is published below 'replay/one'");
        assertThat(Roots.conflict("replay", taken)).contains("DELETE /api/replays/3");
        assertThat(Roots.conflict("replay/one/two", taken)).isNotNull();
        assertThat(Roots.conflict("replay/two", taken)).isNull();
    }
}
