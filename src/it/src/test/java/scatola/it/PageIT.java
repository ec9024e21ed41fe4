package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.HOME;
import static scatola.it.Stage.OUTPUTS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.it.box.Ran;

/**
 * The page in a real browser, on real guests. What is tried is in presenter-app's {@code src/main/page/e2e/lab}; its
 * screenshots are in presenter-app's {@code target/screenshots}.
 */
@ExtendWith(OnStage.class)
class PageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @ParameterizedTest
    @ValueSource(strings = {"story", "clicker", "together", "onlooker", "replay", "console"})
    @Timeout(500)
    void whatAPersonDoesAtThePageIsDone(String test, Stage stage) {
        Path browse = HOME.resolve("presenter-app/src/main/page/build/page");
        Ran browsed = Ran.of(
                HOME,
                Map.of("SCATOLA_PAGE", stage.lab().page().address()),
                OUTPUTS,
                PATIENCE,
                List.of(browse.toString(), "browse", "lab", "lab/" + test));

        assertThat(browsed.status()).as(browsed.output()).isZero();
    }
}
