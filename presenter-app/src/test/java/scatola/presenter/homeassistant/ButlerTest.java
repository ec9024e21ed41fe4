package scatola.presenter.homeassistant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scatola.bus.PresenterName;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.VmName;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.message.Phase;
import scatola.bus.message.Sample;
import scatola.presenter.box.Heard;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;

class ButlerTest {
    private static final String DOGE1 = "homeassistant/device/scatola_vm_doge1/config";
    private static final String BOX = "homeassistant/device/scatola_box/config";

    private final Broker broker = new Broker();
    private final AtomicReference<Instant> now = new AtomicReference<>(Told.T0);
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean replaying;
    private Butler butler = butler("on");
    private World world = World.empty();

    /** A broker that keeps all that it is told. */
    private static final class Broker implements Publisher {
        private final List<Outgoing> said = new ArrayList<>();

        @Override
        public synchronized CompletionStage<Void> publish(Outgoing message) {
            said.add(message);
            return CompletableFuture.completedFuture(null);
        }

        synchronized Map<String, String> retained() {
            Map<String, String> retained = new TreeMap<>();
            for (Outgoing message : said) {
                if (message.retain() && message.payload().length == 0) {
                    retained.remove(message.topic());
                } else if (message.retain()) {
                    retained.put(message.topic(), new String(message.payload(), UTF_8));
                }
            }
            return retained;
        }

        synchronized List<String> texts(String topic) {
            return said.stream()
                    .filter(message -> message.topic().equals(topic))
                    .map(message -> new String(message.payload(), UTF_8))
                    .toList();
        }
    }

    @AfterEach
    void end() {
        butler.close();
    }

    @Test
    void nothingIsSaidWhileTheBrokerIsAway() {
        hears(Told.guest("doge1", "pi1", 1, 3, Phase.RUNNING, "10.1.1.1/24"));
        butler.start(() -> replaying);
        now.set(Told.at(9));

        butler.turned(Told.at(10), true, world);
        now.set(Told.at(11));

        soon().until(() -> broker.retained().containsKey(DOGE1));
        assertThat(broker.texts(DOGE1)).hasSize(1);
    }

    @Test
    void whatAGuestDoesIsNoReasonToSayItsDeviceAgain() {
        begin();
        hears(Told.guest("doge1", "pi1", 1, 3, Phase.RUNNING, "10.1.1.1/24"));
        soon().until(() -> broker.retained().containsKey(DOGE1));

        hears(Told.guest("doge1", "pi1", 1, 4, Phase.PAUSED, "10.1.1.7/24"));
        hears(Told.guest("doge2", "pi1", 1, 5, Phase.OFF, null));

        soon().until(() -> broker.retained().containsKey("homeassistant/device/scatola_vm_doge2/config"));
        assertThat(broker.texts(DOGE1)).hasSize(1);
    }

    @Test
    void homeAssistantsBirthLeadsToSayingAllAgainAfterAWhile() {
        begin();
        hears(Told.guest("doge1", "pi1", 1, 3, Phase.RUNNING, "10.1.1.1/24"));
        soon().until(() -> broker.retained().containsKey(DOGE1));

        arrives("homeassistant/status", "offline");
        assertThat(asked).hasValue(0);
        arrives("homeassistant/status", "online");

        assertThat(asked).hasValue(1);
        soon().until(() -> broker.texts(DOGE1).size() == 2);
        assertThat(broker.texts(DOGE1).get(0)).isEqualTo(broker.texts(DOGE1).get(1));
        assertThat(broker.texts(BOX)).hasSize(2);
    }

    @Test
    void aBrokerThatForgotIsToldAllAgain() {
        begin();
        hears(Told.guest("doge1", "pi1", 1, 3, Phase.RUNNING, "10.1.1.1/24"));
        soon().until(() -> broker.retained().containsKey(DOGE1));

        butler.turned(now.get(), false, World.empty());
        world = World.empty();
        butler.turned(now.get(), true, world);
        now.set(now.get().plusSeconds(1));

        soon().until(() -> broker.texts(DOGE1).size() == 2);
        assertThat(broker.retained()).containsKey(DOGE1);
    }

    @Test
    void figuresAreRetainedAndLossesTold() {
        begin();
        hears(Told.guest("doge1", "pi1", 1, 3, Phase.RUNNING, "10.1.1.1/24"));
        hears(Told.pingReply("p1", "doge1", "10.1.1.2", 0, Told.T0));
        soon().until(() -> broker.retained()
                .getOrDefault("scatola-homeassistant/vm/doge1", "")
                .equals("{\"test\":\"p1\",\"round_trip_ms\":0.42,\"outage_ms\":0}"));

        hears(timeout(1));
        hears(timeout(2));
        hears(Told.pingReply("p1", "doge1", "10.1.1.2", 3, Told.T0));

        assertThat(broker.texts("scatola-homeassistant/vm/doge1/event"))
                .containsExactly(
                        "{\"event_type\":\"lost\",\"test\":\"p1\"}",
                        "{\"event_type\":\"recovered\",\"outage_ms\":0,\"test\":\"p1\"}");
        assertThat(broker.retained()).doesNotContainKey("scatola-homeassistant/vm/doge1/event");
    }

    @Test
    void aGuestThatIsDeletedLeavesNothing() {
        begin();
        hears(Told.guest("doge1", "pi1", 1, 3, Phase.RUNNING, "10.1.1.1/24"));
        hears(Told.pingReply("p1", "doge1", "10.1.1.2", 0, Told.T0));
        soon().until(() -> broker.retained().containsKey("scatola-homeassistant/vm/doge1")
                && broker.retained().containsKey(DOGE1));

        hears(Told.cleared(new Topic.VmState(new VmName("doge1"))));
        hears(Told.pingReply("p1", "doge1", "10.1.1.2", 1, Told.T0));

        soon().until(() -> broker.retained().keySet().stream().noneMatch(topic -> topic.contains("doge1")));
    }

    @Test
    void theBoxSaysWhetherSomethingRecordedIsOnTheBus() {
        begin();
        String off = "{\"replaying\":\"OFF\"}";
        soon().until(() -> broker.texts("scatola-homeassistant/box").equals(List.of(off)));

        replaying = true;

        soon().until(() -> broker.texts("scatola-homeassistant/box").equals(List.of(off, "{\"replaying\":\"ON\"}")));
    }

    @Test
    void offTakesBackWhatIsFoundOfThisBoxAndSaysNothing() {
        butler.close();
        butler = butler("off");
        begin();
        hears(Told.guest("doge1", "pi1", 1, 3, Phase.RUNNING, "10.1.1.1/24"));
        String ours = "{\"origin\":{\"name\":\"Scatola\"},\"components\":{}}";
        arrives(DOGE1, ours);
        arrives("homeassistant/device/other_vm_doge1/config", ours);
        arrives("homeassistant/device/scatola_vm_theirs/config", "{\"origin\":{\"name\":\"X\"},\"components\":{}}");
        arrives("homeassistant/device/scatola_vm_none/config", "what?");
        arrives("scatola-homeassistant/vm/doge1", "{}");
        arrives("scatola-homeassistant/box", "{}");
        arrives("homeassistant/status", "online");

        soon().until(() -> broker.said.size() == 3);
        assertThat(broker.said).allMatch(message -> message.retain() && message.payload().length == 0);
        assertThat(broker.said)
                .extracting(Outgoing::topic)
                .containsExactlyInAnyOrder(DOGE1, "scatola-homeassistant/vm/doge1", "scatola-homeassistant/box");
        assertThat(asked).hasValue(0);
    }

    private Butler butler(String switched) {
        return new Butler(
                Terms.of(switched, "homeassistant", "scatola"),
                new Topics("scatola"),
                new PresenterName("laptop"),
                "0.1.0",
                new Butler.Surroundings(broker, clock, () -> {
                    asked.incrementAndGet();
                    return Duration.ofMillis(1);
                }));
    }

    private void begin() {
        butler.turned(now.get(), true, world);
        now.set(now.get().plusSeconds(1));
        butler.start(() -> replaying);
    }

    private void hears(Heard heard) {
        World before = world;
        world = before.with(heard);
        butler.heard(heard.at(), heard.topic(), new byte[0], before, world);
    }

    private void arrives(String topic, String text) {
        Incoming message = Incoming.arrivalOf(Outgoing.of(topic, text.getBytes(UTF_8)));
        butler.subscriptions().stream()
                .filter(one -> topic.matches(one.filter().replace("+", "[^/]+")))
                .findFirst()
                .orElseThrow()
                .listener()
                .accept(message);
    }

    private static Heard timeout(long seq) {
        return Told.heard(
                new Topic.TestSample(new TestId("p1")),
                new Sample.PingTimeout(new Sample.Head(new VmName("doge1"), "10.1.1.2", 1, Told.T0), seq));
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20));
    }
}
