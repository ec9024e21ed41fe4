package scatola.nodeservice.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final Screen screen = new Screen("# ");

    @Test
    void aPromptIsSeenThroughItsEscapeSequences() {
        show("\u001b]0;root@doge\u0007\u001b[1;31mroot@doge\u001b[0m:~# \u001b[6n");

        assertThat(screen.prompted()).isTrue();
    }

    @Test
    void aPromptThatComesInPiecesIsSeen() {
        show("~#");
        assertThat(screen.prompted()).isFalse();
        show(" \u001b[");

        assertThat(screen.prompted()).isTrue();
    }

    @Test
    void aPromptCountsAlthoughSomethingWasWrittenBehindIt() {
        show("# <abc123>3 64 bytes\r\n[  12.0] eth0: link up\r\n");

        assertThat(screen.prompted()).isTrue();
    }

    @Test
    void returnUsesThePromptUp() {
        show("# ");
        screen.entered();
        show("ls\r\nfile\r\n");

        assertThat(screen.prompted()).isFalse();
    }

    @Test
    void whatAProgramWritesBehindAMarkerIsNoPrompt() {
        show("<abc123>3 a # \r\n");

        assertThat(screen.prompted()).isFalse();
    }

    @Test
    void theQuestionForTheNameIsSeen() {
        show("\r\nWelcome\r\ndoge login: ");

        assertThat(screen.asksLogin()).isTrue();
    }

    @Test
    void theDateOfTheLastLoginIsNoQuestion() {
        show("Last login: ");

        assertThat(screen.asksLogin()).isFalse();
    }

    @Test
    void theQuestionForThePasswordIsSeen() {
        show("doge login: root\r\nPassword: ");

        assertThat(screen.asksPassword()).isTrue();
    }

    @Test
    void aRefusedLoginIsToldOnce() {
        show("\r\nLogin incorrect\r\ndoge login: ");

        assertThat(screen.refused()).isTrue();
        assertThat(screen.refused()).isFalse();
    }

    private void show(String text) {
        screen.feed(text.getBytes(StandardCharsets.UTF_8));
    }
}
