package scatola.presenter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Outgoing;
import scatola.bus.message.Codec;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;
import scatola.presenter.box.Chatter;
import scatola.presenter.box.Heard;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Runs;

/**
 * Says through a real broker what boxes may say, the same for the same seed, with markers in between. All is said with
 * quality of service 1 by one client, so that everybody hears it in the same order; wills come from the broker itself.
 */
final class RandomRun implements AutoCloseable {
    private static final Topics TOPICS = new Topics("scatola");
    private static final int TESTS = 12;
    private static final List<String> NODES = List.of("pi1", "pi2", "pi3");
    private static final List<String> GUESTS = List.of("doge1", "doge2", "doge3", "gate");

    private final Mosquitto broker;
    private final SplittableRandom random;
    private final Chatter chatter;
    private final Deque<Entry.Message> run = new ArrayDeque<>();
    private TestClient speaker;
    private int mortals;
    private int markers;

    /**
     * @param broker where it speaks
     * @param seed of all chance
     * @param most how many messages will be said at most
     */
    RandomRun(Mosquitto broker, long seed, int most) {
        this.broker = broker;
        this.random = new SplittableRandom(seed);
        this.chatter = new Chatter(seed, TESTS);
        for (Entry entry : Runs.random(seed, 2 * most)) {
            if (entry instanceof Entry.Message message) {
                run.add(message);
            }
        }
        this.speaker = TestClient.connect(broker);
    }

    /** Says so many messages. */
    void say(int many) {
        for (int i = 0; i < many; i++) {
            switch (random.nextInt(20)) {
                case 0 -> odd();
                case 1 -> die(NODES.get(random.nextInt(NODES.size())));
                case 2, 3, 4, 5, 6, 7, 8, 9 -> publish(chatter.next());
                default -> publish(run.remove());
            }
        }
    }

    /**
     * Says something unique that changes nothing, but is told as an event.
     *
     * @return its number, from 1
     */
    int mark() {
        int number = ++markers;
        speaker.publish(
                "scatola/" + Moments.topic(number),
                "{\"session\":1,\"seq\":%d,\"ts\":\"2026-05-01T18:30:00.123Z\",\"type\":\"guest_paused\"}"
                        .formatted(number));
        return number;
    }

    /** Restarts the broker, which forgets everything. */
    void restartBroker() {
        speaker.close();
        broker.restart();
        speaker = TestClient.connect(broker);
    }

    private void publish(Heard heard) {
        String topic = TOPICS.text(heard.topic());
        byte[] payload = heard.content() instanceof Codec.Content.Said said
                ? said.message().payload()
                : new byte[0];
        speaker.publish(
                heard.topic() instanceof Topic.TestSample
                        ? Outgoing.of(topic, payload)
                        : Outgoing.retained(topic, payload));
    }

    private void publish(Entry.Message message) {
        String topic = "scatola/" + message.topic();
        byte[] payload = message.payload().toArray();
        speaker.publish(message.retained() ? Outgoing.retained(topic, payload) : Outgoing.of(topic, payload));
    }

    /** What goes wrong, and what holds nowhere. */
    private void odd() {
        String guest = "scatola/vm/" + GUESTS.get(random.nextInt(GUESTS.size()));
        String node = "scatola/node/" + NODES.get(random.nextInt(NODES.size()));
        switch (random.nextInt(8)) {
            case 0 -> speaker.publishRetained(guest + "/set/state", "ON");
            case 1 -> speaker.publishRetained(guest + "/set/state", "");
            case 2 -> speaker.publishRetained(guest, "{\"session\":\"no number\"}");
            case 3 -> speaker.publish(Outgoing.of(guest + "/console/in", "r\u00e9boot\u0000\n".getBytes(ISO_8859_1)));
            case 4 -> speaker.publish(Outgoing.of(guest + "/console/out", "# \u001b[2J\u00ff".getBytes(ISO_8859_1)));
            case 5 -> speaker.publish(guest + "/set", "{\"state\":\"ON\"");
            case 6 -> speaker.publishRetained(node + "/availability", "");
            default -> speaker.publishRetained(node + "/alert/heat", "");
        }
    }

    /** Somebody whose will is a node's comes, and dies. */
    private void die(String node) {
        String id = "mortal-%d".formatted(++mortals);
        Outgoing will = Outgoing.retained(
                "scatola/node/%s/availability".formatted(node),
                "{\"state\":\"offline\",\"session\":%d}"
                        .formatted(random.nextInt(1, 4))
                        .getBytes(UTF_8));
        BusOwner owner = new BusOwner() {
            @Override
            public Outgoing will() {
                return will;
            }
        };
        try (BusConnection mortal = new BusConnection(BusSettings.of(broker.host(), broker.port(), id), owner)) {
            mortal.start();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(20))
                    .until(mortal::isConnected);
            speaker.evict(id);
        }
    }

    @Override
    public void close() {
        speaker.close();
    }
}
