package scatola.bus.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Incoming;
import scatola.bus.client.Subscription;

/**
 * Somebody who hears everything that is said below a box's root and notes what is not as the contract says. An answer on
 * a topic of its own is one if a command has named that topic. A test that says something wrong on purpose takes the
 * objections, and looks whether they are those. Safe for several threads.
 */
public final class Minutes implements AutoCloseable {
    private final Contract contract;
    private final BusConnection bus;
    private final Set<String> answerTopics = new HashSet<>();
    private final List<String> objections = new ArrayList<>();
    private long heard;

    private Minutes(BusSettings settings, String root) {
        contract = new Contract(root);
        bus = new BusConnection(settings, new BusOwner() {});
        bus.subscribe(Subscription.toStates(root + "/#", this::note));
    }

    /**
     * @param broker how to reach it
     * @param root the box's
     * @return one who listens, from what is retained on
     */
    public static Minutes of(BusSettings broker, String root) {
        Minutes minutes = new Minutes(broker, root);
        minutes.bus.start();
        TestClient.awaitConnected(minutes.bus);
        return minutes;
    }

    /** @return how many messages were heard */
    public synchronized long heard() {
        return heard;
    }

    /** @return what was not as it should be since this was asked last: each message with its complaints */
    public synchronized List<String> takeObjections() {
        List<String> taken = List.copyOf(objections);
        objections.clear();
        return taken;
    }

    /**
     * Notes a message.
     *
     * @param message it
     */
    synchronized void note(Incoming message) {
        heard++;
        String answerTopic = message.responseTopic();
        if (answerTopic != null) {
            answerTopics.add(answerTopic);
        }
        List<String> complaints = answerTopics.contains(message.topic())
                ? contract.complaintsOfAnswer(message.payload())
                : contract.complaints(message);
        if (!complaints.isEmpty()) {
            objections.add("%s %s%n  %s"
                    .formatted(message.topic(), TestClient.text(message), String.join("\n  ", complaints)));
        }
    }

    @Override
    public void close() {
        bus.close();
    }
}
