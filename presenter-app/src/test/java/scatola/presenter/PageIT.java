package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scatola.bus.testing.Mosquitto;

/**
 * The page in a real browser, as the packaged app serves it. What is tried is in {@code src/main/page/e2e/app}; it prints
 * what it did to {@code target/page.log}.
 */
@Timeout(900)
class PageIT {
    private final Mosquitto broker = Mosquitto.start();
    private final PackagedApp app = new PackagedApp(broker);

    @AfterEach
    void end() {
        app.close();
        broker.close();
    }

    @Test
    void thePageShowsWhatItIsToldAndKeepsNobodyOut() throws Exception {
        assertThat(browse()).isZero();
    }

    private int browse() throws IOException, InterruptedException {
        Path module = AppUnderTest.home().resolve("presenter-app");
        ProcessBuilder browser = new ProcessBuilder(
                        List.of(module.resolve("src/main/page/build/page").toString(), "browse", "app"))
                .redirectErrorStream(true)
                .redirectOutput(module.resolve("target/page.log").toFile());
        browser.environment().put("SCATOLA_PAGE", "http://127.0.0.1:" + app.port());
        return browser.start().waitFor();
    }
}
