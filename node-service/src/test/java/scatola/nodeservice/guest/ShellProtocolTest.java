package scatola.nodeservice.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import scatola.nodeservice.guest.ShellProtocol.Answer;

class ShellProtocolTest {
    private final ShellProtocol protocol = new ShellProtocol("abc123");

    @Test
    void answersAreRead() {
        assertThat(protocol.read("<abc123>R")).isEqualTo(new Answer.Ready());
        assertThat(protocol.read("<abc123>N")).isEqualTo(new Answer.New());
        assertThat(protocol.read("<abc123>3P417")).isEqualTo(new Answer.Started(3, 417));
        assertThat(protocol.read("<abc123>3 64 bytes from 10.1.1.2"))
                .isEqualTo(new Answer.Output(3, "64 bytes from 10.1.1.2"));
        assertThat(protocol.read("<abc123>3 ")).isEqualTo(new Answer.Output(3, ""));
        assertThat(protocol.read("<abc123>3X143")).isEqualTo(new Answer.Ended(3, 143));
    }

    @Test
    void whatStandsBeforeTheMarkerIsSomebodyElses() {
        assertThat(protocol.read("# \u001b[6n<abc123>12 Hi <abc123>")).isEqualTo(new Answer.Output(12, "Hi <abc123>"));
    }

    @Test
    void otherLinesAreNoAnswers() {
        assertThat(protocol.read("")).isNull();
        assertThat(protocol.read("64 bytes")).isNull();
        assertThat(protocol.read("<fff000>3 of an earlier attachment")).isNull();
        assertThat(protocol.read("<abc123>Rest")).isNull();
        assertThat(protocol.read("sh -c m=$1 sh <abc123> 3 ping")).isNull();
    }

    @Test
    void nothingThatIsSentHasTheMarkerInIt() {
        assertThat(protocol.greeting()).doesNotContain("<abc123>");
        assertThat(protocol.start(1, List.of("ps"), "")).doesNotContain("<abc123>");
        assertThat(protocol.stop(5, true)).doesNotContain("<abc123>");
    }

    @Test
    void aStartQuotesWhatItMustNotRead() {
        assertThat(protocol.start(4, List.of("ping", "10.1.1.2"), "a b")).endsWith("_r 4 'a b' ping 10.1.1.2");
        assertThat(protocol.stillRun(List.of(12, 15))).isEqualTo("_P=\"${_g}12 ${_g}15\";");
    }
}
