package scatola.presenter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import scatola.bus.NodeName;
import scatola.bus.PresenterName;
import scatola.bus.testing.TestBroker;
import scatola.presenter.box.Node;
import scatola.presenter.homeassistant.Terms;

/** The presenter app without its web, on a broker of a test. */
final class AppUnderTest implements AutoCloseable {
    final PresenterApp app;

    AppUnderTest(TestBroker broker) {
        app = new PresenterApp(
                new PresenterApp.Setting(
                        broker.host(),
                        broker.port(),
                        null,
                        "scatola",
                        new PresenterName("laptop"),
                        home().resolve("shows"),
                        "test",
                        "http://127.0.0.1:8080/",
                        Terms.of("on", "homeassistant", "scatola")),
                Map.of());
        app.start();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(app::isConnected);
    }

    static Path home() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("shows"))) {
            here = Objects.requireNonNull(here.getParent(), "no folder shows above");
        }
        return here;
    }

    /** Waits until the app knows that these nodes are online. */
    void knows(String... nodes) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            for (String name : nodes) {
                Node node = app.world().get().node(new NodeName(name));
                if (node == null || !node.isOnline(Instant.now())) {
                    return false;
                }
            }
            return true;
        });
    }

    @Override
    public void close() {
        app.close();
    }
}
