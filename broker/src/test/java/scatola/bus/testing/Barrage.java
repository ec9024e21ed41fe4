package scatola.bus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Subscription;

/** Sends {@link HostileCommands}, sees that each is answered as the contract says, and remembers what holds. */
public final class Barrage implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPLIES = "scatola/reply/hostile";
    private static final String MARKS = "scatola/reply/marks";
    private static final List<String> ANSWERS = List.of(
            "scatola/node/+/response/#",
            "scatola/vm/+/response/#",
            "scatola/link/+/+/response/#",
            "scatola/uplink/+/response/#",
            "scatola/box/response/#");

    private final BusConnection bus;
    private final AtomicIntegerArray replies;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger marks = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final Map<String, String> states = new ConcurrentSkipListMap<>();
    private final int[] expected;
    private int sent;

    /**
     * @param broker where
     * @param most how many commands will be sent
     * @param filters of the states and events to remember
     */
    public Barrage(Mosquitto broker, int most, List<String> filters) {
        replies = new AtomicIntegerArray(most);
        expected = new int[most];
        bus = new BusConnection(broker.settings("barrage"), new BusOwner() {});
        bus.subscribe(Subscription.toStates(REPLIES, this::replied));
        bus.subscribe(Subscription.toStates(MARKS, unused -> marks.incrementAndGet()));
        ANSWERS.forEach(filter -> bus.subscribe(Subscription.toStates(filter, unused -> answers.incrementAndGet())));
        filters.forEach(filter -> bus.subscribe(Subscription.toStates(filter, this::told)));
        bus.start();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(bus::isConnected);
    }

    /**
     * Sends them all at once and waits until each that the contract answers is answered, once on its own topic and once
     * where this asked for it.
     *
     * @param commands to send
     */
    public void fire(List<HostileCommands.Hostile> commands) {
        settle();
        int from = sent;
        int before = answers.get();
        for (HostileCommands.Hostile command : commands) {
            expected[sent] = command.answered() ? 1 : 0;
            byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(sent++).array();
            var unused =
                    bus.publish(Outgoing.of(command.topic(), command.payload()).withResponse(REPLIES, number));
        }
        int answered = (int)
                commands.stream().filter(HostileCommands.Hostile::answered).count();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    assertThat(unanswered(from, commands)).isEmpty();
                    assertThat(answers.get() - before).isGreaterThanOrEqualTo(answered);
                });
        settle();
        assertThat(answers.get() - before).isEqualTo(answered);
        check();
    }

    /** Sees that nothing was answered more often than it may be, and nothing that is not to be answered. */
    public void check() {
        for (int i = 0; i < sent; i++) {
            assertThat(replies.get(i)).as("answers to command %d", i).isEqualTo(expected[i]);
        }
    }

    /** @return what holds, by topic, without what changes by itself */
    public Map<String, String> states() {
        settle();
        return new TreeMap<>(states);
    }

    /** @return how many states and events were told so far */
    public int told() {
        settle();
        return told.get();
    }

    /** Waits until all has come that the broker had for us until now. */
    private void settle() {
        int mark = marks.get();
        var unused = bus.publish(Outgoing.of(MARKS, new byte[0]));
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> marks.get() > mark);
    }

    private List<HostileCommands.Hostile> unanswered(int from, List<HostileCommands.Hostile> commands) {
        return IntStream.range(0, commands.size())
                .filter(i -> replies.get(from + i) < expected[from + i])
                .mapToObj(commands::get)
                .toList();
    }

    private void replied(Incoming reply) {
        byte[] number = reply.correlationData();
        if (number == null) {
            throw new AssertionError("an answer without its correlation data: " + reply);
        }
        replies.incrementAndGet(ByteBuffer.wrap(number).getInt());
    }

    private void told(Incoming state) {
        told.incrementAndGet();
        if (state.size() == 0) {
            states.remove(state.topic());
            return;
        }
        try {
            ObjectNode object = (ObjectNode) JSON.readTree(state.payload());
            states.put(state.topic(), object.without(List.of("seq", "ts")).toString());
        } catch (IOException e) {
            throw new UncheckedIOException("no state: " + state, e);
        }
    }

    @Override
    public void close() {
        bus.close();
    }
}
