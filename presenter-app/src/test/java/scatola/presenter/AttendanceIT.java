package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import scatola.bus.client.Outgoing;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.TestBroker;
import scatola.bus.testing.TestBroker.Brand;
import scatola.bus.testing.TestClient;
import scatola.presenter.picture.Onlooker;

/** Who is at the page of the packaged app, as the bus and the page are told. */
@ParameterizedClass
@EnumSource
@Execution(ExecutionMode.CONCURRENT)
class AttendanceIT {
    private static final String ANNA = "scatola/presenter/web-anna";
    private static final String MARTA = "scatola/presenter/web-marta";

    private final TestBroker broker;
    private final TestClient person;
    private PackagedApp app;

    AttendanceIT(Brand brand) {
        broker = brand.start();
        person = TestClient.connect(broker, "scatola/presenter/+");
    }

    @BeforeEach
    void start() {
        app = new PackagedApp(broker);
        // what is said before the recorder listens can't be told
        Awaitility.await("the recorder").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            person.publish("scatola/box/request/listen", "{}");
            assertThat(app.get("/api/timeline?text=ask%20the%20box%20for%20listen&kind=answer")
                            .body())
                    .contains("\"items\":[{");
        });
    }

    @AfterEach
    void end() {
        app.close();
        person.close();
        broker.close();
    }

    @Test
    void aPresenterComesLoadsThePageAgainAndGoes() throws Exception {
        Watcher first = new Watcher(app, "/api/live?name=Anna");
        String here = text(ANNA, "online");
        assertThat(here).contains("\"name\":\"Anna\"", "\"role\":\"presenter\"", "\"since\":\"20");
        assertThat(first.await("\"audience\"")).isEqualTo("{\"type\":\"audience\",\"presenters\":1,\"onlookers\":0}");
        soon().until(() ->
                first.seen().box().at("/presenters/web-anna/state").asText().equals("online"));

        first.close();
        try (Watcher again = new Watcher(app, "/api/live?name=Anna");
                Watcher marta = new Watcher(app, "/api/live?name=Marta")) {
            marta.close();
            // her grace began after Anna's reload, so that is over too when she is gone
            soon().until(() -> person.texts(MARTA).size() == 2);
            assertThat(person.texts(ANNA)).containsExactly(here);
            assertThat(again.seen().box().at("/presenters/web-anna/since").asText())
                    .isEqualTo(Onlooker.read(here).path("since").asText());
        }

        soon().until(() -> person.texts(ANNA).equals(List.of(here, "")));
        assertThat(app.get("/api/timeline?kind=presenter").body())
                .contains("Anna is here", "Anna is gone")
                .containsOnlyOnce("Anna is here");
    }

    @Test
    void aNameThatIsNoneIsToldAndNobodyComes() {
        for (String wrong : List.of("", "%20", "x".repeat(41), "a%0Ab", "%E2%80%AE")) {
            try (Watcher watcher = new Watcher(app, "/api/live?name=" + wrong)) {
                assertThat(watcher.closed()).as(wrong).isEqualTo(4400);
                assertThat(watcher.reason()).as(wrong).isNotBlank();
            }
        }
        try (Watcher nameless = new Watcher(app, "/api/live")) {
            nameless.await("{\"type\":\"audience\",\"presenters\":1,\"onlookers\":0}");
        }
        assertThat(person.received()).allMatch(message -> message.topic().endsWith("/laptop"));
    }

    @Test
    void onlookersAreCountedNotNamed() throws Exception {
        String token = "scatola.token." + app.link("onlooker");
        try (Watcher anna = new Watcher(app, "/api/live?name=Anna")) {
            Watcher one = new Watcher(app, app.address("127.0.0.1", "/api/live?name=Marta"), "scatola", token);
            Watcher two = new Watcher(app, app.address("127.0.0.1", "/api/live?name="), "scatola", token);
            two.await("{\"type\":\"audience\",\"presenters\":1,\"onlookers\":2}");
            anna.await("{\"type\":\"audience\",\"presenters\":1,\"onlookers\":2}");
            one.close();
            anna.await("{\"type\":\"audience\",\"presenters\":1,\"onlookers\":1}");
            two.close();
            anna.await("{\"type\":\"audience\",\"presenters\":1,\"onlookers\":0}");
        }
        assertThat(person.texts(MARTA)).isEmpty();
    }

    @Test
    @Conforms("presenters-say-all-again")
    void aBrokerThatWasAwayKnowsAgainWhoIsHereAndWhoHasGone() {
        try (Watcher anna = new Watcher(app, "/api/live?name=Anna")) {
            Watcher marta = new Watcher(app, "/api/live?name=Marta");
            text(ANNA, "online");
            text(MARTA, "online");
            String left = text(MARTA, "online");

            broker.kill();
            anna.await("\"connected\":false");
            marta.close();
            anna.await("{\"type\":\"audience\",\"presenters\":1,\"onlookers\":0}");
            person.forget();
            broker.restart();
            try (TestClient back = TestClient.connect(broker, "scatola/presenter/+")) {
                // the broker may have kept what was said before
                back.publish(Outgoing.retained(MARTA, left.getBytes(StandardCharsets.UTF_8)));
                back.await(Duration.ofSeconds(30), message -> message.topic().equals(ANNA));
                soon().until(() -> back.texts(MARTA).getLast().isEmpty());
            }
        }
    }

    @Test
    @Conforms({"presenters-say-all-again", "presenters-retained"})
    void whatAnAppThatWasKilledHasLeftIsClearedByTheNext() throws Exception {
        try (Watcher anna = new Watcher(app, "/api/live?name=Anna")) {
            text(ANNA, "online");
            anna.await("\"type\":\"picture\"");
            app.process().destroyForcibly().waitFor();
            person.await("scatola/presenter/laptop", "offline");
        }
        app.close();
        try (TestClient later = TestClient.connect(broker, "scatola/presenter/+")) {
            later.await(ANNA, "online");
        }

        app = new PackagedApp(broker);

        soon().until(() -> person.texts(ANNA).getLast().isEmpty());
    }

    @Test
    @Conforms("presenters-retained")
    void whoIsThereWhenTheAppEndsIsTakenOffTheBus() {
        try (Watcher anna = new Watcher(app, "/api/live?name=Anna")) {
            text(ANNA, "online");
            anna.await("\"type\":\"picture\"");

            app.process().destroy();

            soon().until(() -> person.texts(ANNA).getLast().isEmpty());
        }
    }

    private String text(String topic, String part) {
        return new String(person.await(topic, part).payload(), StandardCharsets.UTF_8);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }
}
