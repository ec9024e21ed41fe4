package scatola.presenter.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyboardTest {
    private final Keyboard keyboard = new Keyboard(0);

    @Test
    void aPasteOfManyFramesIsFine() {
        for (int i = 0; i < 16; i++) {
            assertThat(keyboard.refusal(4096, i)).isNull();
        }
    }

    @Test
    void whoTypesMoreThanASecondsWorthWaits() {
        for (int i = 0; i < 16; i++) {
            keyboard.refusal(4096, 0);
        }

        assertThat(keyboard.refusal(4096, 0)).contains("nothing of these 4096 was typed");
        assertThat(keyboard.refusal(4096, Duration.ofMillis(63).toNanos())).isNull();
        assertThat(keyboard.refusal(1, Duration.ofMillis(63).toNanos())).isNull();
    }

    @Test
    void aFrameThatIsTooLongIsRefusedAsAWhole() {
        assertThat(keyboard.refusal(4097, 0)).contains("4097 bytes at once are more than 4096");
        assertThat(keyboard.refusal(4096, 0)).isNull();
    }
}
