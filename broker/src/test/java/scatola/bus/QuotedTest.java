package scatola.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {
    @Test
    void ordinaryTextIsLeftAlone() {
        assertThat(Quoted.of("Ciao è <b>$(reboot)</b> 日本 \ud83d\ude00"))
                .isEqualTo("Ciao è <b>$(reboot)</b> 日本 \ud83d\ude00");
    }

    @Test
    void longTextIsCut() {
        assertThat(Quoted.of("x".repeat(1000))).isEqualTo("x".repeat(80) + "…");
        assertThat(Quoted.of("x".repeat(1000), 300)).isEqualTo("x".repeat(300) + "…");
    }

    @Test
    void whatWouldMoveTheCursorOrTurnTheTextIsReplaced() {
        assertThat(Quoted.of("a\u001b[2Jb\nc\u009bd\u202ee\u2028f\u0000")).isEqualTo("a?[2Jb?c?d?e?f?");
    }

    @Test
    void aCharacterCutInTwoIsReplaced() {
        assertThat(Quoted.of("x".repeat(79) + "\ud83d\ude00")).isEqualTo("x".repeat(79) + "?…");
    }
}
