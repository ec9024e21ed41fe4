package scatola.presenter.perform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import scatola.bus.Decoded;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.message.Codec;
import scatola.bus.message.Phase;
import scatola.bus.message.Response;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;
import scatola.presenter.show.Billboard;
import scatola.presenter.show.Outcome;
import scatola.presenter.show.Stage;

class PerformerTest {
    private final World world = Told.worldOf(
            Told.online("pi1", 1, 1, Instant.now()), Told.guest("doge1", "pi1", 1, 2, Phase.RUNNING, null));
    private final Stage stage = new Stage();
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final List<Outgoing> sent = new CopyOnWriteArrayList<>();

    @Test
    void aResetThatIsRefusedHasFailedAndLeavesTheStage() {
        try (Performer performer = performer(message -> {
            sent.add(message);
            return new CompletableFuture<>();
        })) {
            performer.reset("anna");
            Awaitility.await().until(() -> sent.size() == 1);
            Topic.Command asked = new Topic.NodeRequest(new NodeName("pi1"), "vm/delete");
            String transaction = Order.read(asked, sent.getFirst().payload()) instanceof Decoded.Value<Order> order
                    ? order.value().sender().transaction()
                    : null;

            performer.heard(
                    Instant.now(),
                    asked.response(),
                    new Codec.Content.Said(Response.error(transaction, "its disk is stuck")),
                    world);

            Awaitility.await().until(() -> outcomes.equals(List.of(Outcome.FAILED)));
            ObjectNode report = performer.find(1).orElseThrow();
            assertThat(report.path("state").asText()).isEqualTo("failed");
            assertThat(report.path("log").toString()).contains("pi1 does not delete doge1: its disk is stuck");
            assertThat(stage.enter("a show")).isNull();
        }
    }

    @Test
    void whatBreaksIsToldAndLeavesTheStage() {
        List<String> told = new CopyOnWriteArrayList<>();
        try (Performer performer = performer(message -> {
            throw new IllegalStateException("no such thing");
        })) {
            performer.reset("anna");
            performer.follow(1, (report, over) -> {
                if (over) {
                    told.add(report.toString());
                }
            });

            Awaitility.await().until(() -> outcomes.equals(List.of(Outcome.FAILED)));
            assertThat(told).singleElement().asString().contains("\"state\":\"failed\"", "no such thing");
            assertThat(stage.enter("a show")).isNull();
            assertThat(performer.decide(1, Choice.GO_ON, null)).contains("it is over");
        }
    }

    private Performer performer(Publisher bus) {
        return new Performer(
                new Topics("scatola"),
                bus,
                Clock.systemUTC(),
                () -> world,
                new Billboard() {
                    @Override
                    public void shows(Scene scene) {}

                    @Override
                    public void over(String show, Outcome outcome) {
                        outcomes.add(outcome);
                    }
                },
                stage,
                1);
    }
}
