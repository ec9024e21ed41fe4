package scatola.presenter.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scatola.bus.Decoded;
import scatola.bus.PresenterName;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.BusException;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.presenter.box.World;
import scatola.presenter.link.Role;

class UsherTest {
    private static final Instant T0 = Instant.parse("2026-05-01T18:30:00Z");
    private static final String ANNA = "scatola/presenter/web-anna";
    private static final String ANNA_IS_HERE =
            "{\"state\":\"online\",\"name\":\"Anna\",\"role\":\"presenter\",\"since\":\"2026-05-01T18:30:00Z\",\"session\":7}";

    private final Broker broker = new Broker();
    private final CopyOnWriteArrayList<Headcount> counts = new CopyOnWriteArrayList<>();
    private final Usher usher = new Usher(
            new Topics("scatola"),
            broker,
            Clock.fixed(T0, ZoneOffset.UTC),
            new PresenterName("laptop"),
            7,
            counts::add);

    /** A broker that retains. */
    private static final class Broker implements Publisher {
        private final Map<String, String> retained = new TreeMap<>();
        private boolean away;
        private int said;

        @Override
        public synchronized CompletionStage<Void> publish(Outgoing message) {
            if (away) {
                return CompletableFuture.failedFuture(new BusException(BusException.Kind.NOT_CONNECTED, "no broker"));
            }
            assertThat(message.retain()).isTrue();
            said++;
            String text = new String(message.payload(), StandardCharsets.UTF_8);
            if (text.isEmpty()) {
                retained.remove(message.topic());
            } else {
                retained.put(message.topic(), text);
            }
            return CompletableFuture.completedFuture(null);
        }

        synchronized Map<String, String> retained() {
            return new TreeMap<>(retained);
        }

        synchronized int said() {
            return said;
        }

        synchronized void away(boolean now) {
            away = now;
        }

        synchronized void forget() {
            retained.clear();
        }
    }

    @AfterEach
    void end() {
        usher.close();
    }

    @Test
    void aPresenterStandsOnTheBusFromTheFirstConnectionToTheLast() {
        usher.arrive("1", Role.PRESENTER, name("Anna"));
        usher.arrive("2", Role.PRESENTER, name("Anna"));
        soon().until(broker::retained, Map.of(ANNA, ANNA_IS_HERE)::equals);

        usher.leave("1");
        usher.leave("2");

        soon().until(() -> broker.retained().isEmpty());
        assertThat(broker.said()).isEqualTo(2);
        assertThat(counts)
                .containsExactly(
                        new Headcount(1, 0),
                        new Headcount(1, 0),
                        new Headcount(1, 0),
                        new Headcount(1, 0),
                        new Headcount(0, 0));
    }

    @Test
    void whoLoadsThePageAgainIsNotSaidAgain() {
        usher.arrive("1", Role.PRESENTER, name("Anna"));
        usher.leave("1");
        usher.arrive("2", Role.PRESENTER, name("Anna"));
        usher.arrive("3", Role.PRESENTER, name("Marta"));
        usher.leave("3");

        // her grace began before Marta's, and so is over too
        soon().until(() ->
                counts.contains(new Headcount(1, 0)) && counts.getLast().presenters() == 1);

        assertThat(broker.retained()).isEqualTo(Map.of(ANNA, ANNA_IS_HERE));
        assertThat(broker.said()).isEqualTo(3);
    }

    @Test
    void onlookersAreCountedAndNotNamed() {
        usher.arrive("1", Role.ONLOOKER, name("Anna"));
        usher.arrive("2", Role.PRESENTER, null);
        usher.arrive("3", Role.PRESENTER, name("Marta"));

        soon().until(() -> broker.retained().containsKey("scatola/presenter/web-marta"));
        assertThat(broker.retained()).hasSize(1);
        assertThat(counts.getLast()).isEqualTo(new Headcount(2, 1));
    }

    @Test
    void aBrokerThatForgotIsToldAgain() {
        usher.arrive("1", Role.PRESENTER, name("Anna"));
        soon().until(() -> !broker.retained().isEmpty());
        broker.forget();

        usher.returned();

        soon().until(broker::retained, Map.of(ANNA, ANNA_IS_HERE)::equals);
    }

    @Test
    void whoCameWhileTheBrokerWasAwayIsSaidWhenItIsBack() {
        broker.away(true);
        usher.arrive("1", Role.PRESENTER, name("Anna"));
        broker.away(false);

        usher.returned();

        soon().until(broker::retained, Map.of(ANNA, ANNA_IS_HERE)::equals);
    }

    @Test
    void whatAFormerRunHasLeftIsCleared() {
        usher.arrive("1", Role.PRESENTER, name("Anna"));
        soon().until(() -> broker.said() == 1);

        hears("web-anna", ANNA_IS_HERE);
        hears("laptop", ANNA_IS_HERE);
        hears("web-marta", "");
        hears("web-old", "{\"state\":\"online\",\"name\":\"Old\",\"role\":\"presenter\",\"session\":6}");
        hears("web-broken", "{");

        soon().until(() -> broker.said() == 3);
        assertThat(broker.retained()).containsOnlyKeys(ANNA);
    }

    @Test
    void atTheEndNobodyIsLeftOnTheBus() {
        usher.arrive("1", Role.PRESENTER, name("Anna"));
        usher.arrive("2", Role.PRESENTER, name("Marta"));
        usher.leave("2");
        soon().until(() -> broker.said() == 2);

        usher.close();

        assertThat(broker.retained()).isEmpty();
        usher.arrive("3", Role.PRESENTER, name("Late"));
        usher.leave("3");
        assertThat(broker.retained()).isEmpty();
    }

    private void hears(String presenter, String payload) {
        usher.heard(
                T0,
                new Topic.Presenter(new PresenterName(presenter)),
                payload.getBytes(StandardCharsets.UTF_8),
                World.empty(),
                World.empty());
    }

    private static DisplayName name(String text) {
        return Objects.requireNonNull(
                DisplayName.read(text) instanceof Decoded.Value<DisplayName> good ? good.value() : null);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20));
    }
}
