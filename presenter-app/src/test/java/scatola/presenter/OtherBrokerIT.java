package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestBroker.Brand;
import scatola.bus.testing.TestClient;
import scatola.presenter.picture.Onlooker;

/** The packaged app on a broker that is not Mosquitto. */
class OtherBrokerIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestBroker broker = Brand.HIVEMQ.start();
    private final FakeBox nodes = new FakeBox(broker, "pi1");
    private final PackagedApp app = new PackagedApp(broker);

    @AfterEach
    void end() {
        app.close();
        nodes.close();
        broker.close();
    }

    @Test
    @Conforms({"commands-to-nobody", "presenters-retained"})
    void itShowsTheBoxAnswersForWhoIsNotThereRecordsAndLeavesItsWill() throws Exception {
        nodes.node("pi1").hold("doge1", "10.1.1.1/24");
        await().atMost(SOON)
                .until(() -> Onlooker.read(app.get("/api/box").body())
                        .at("/guests/doge1/phase")
                        .asText()
                        .equals("running"));

        try (Watcher watcher = new Watcher(app, "/api/live");
                TestClient person = TestClient.connect(broker, "scatola/presenter/laptop")) {
            watcher.await("\"picture\"");
            app.postJson("/api/commands", """
                    {"topic":"vm/doge1/request/ping","payload":{"test":"p","to":"doge1"},"by":"anna"}""");
            watcher.await("\"seq\":4,\"bytes\":64");
            assertThat(TestClient.text(person.request("scatola/vm/nobody/set", "{\"state\":\"ON\"}")))
                    .contains("\"error\"", "nobody");
            await().atMost(SOON).until(() -> app.get("/api/timeline").body().contains("anna"));

            app.process().destroyForcibly();

            person.await("scatola/presenter/laptop", "offline");
        }
    }
}
