package scatola.nodeservice.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import scatola.bus.client.BusException;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;

/** A bus that writes down what is said, or takes nothing. Safe for several threads. */
public final class FakeBus implements Publisher {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Outgoing> said = new ArrayList<>();
    private BusException.@Nullable Kind trouble;

    @Override
    public synchronized CompletionStage<Void> publish(Outgoing message) {
        if (trouble != null) {
            return CompletableFuture.failedFuture(new BusException(trouble, "for the test"));
        }
        said.add(message);
        return CompletableFuture.completedFuture(null);
    }

    /** @param kind from now on nothing is taken, for this reason; null ends that */
    public synchronized void trouble(BusException.@Nullable Kind kind) {
        trouble = kind;
    }

    /** @return all that was taken, in order */
    public synchronized List<Outgoing> said() {
        return List.copyOf(said);
    }

    /**
     * @param topic where
     * @return what was said there, in order
     */
    public List<String> texts(String topic) {
        return said().stream()
                .filter(message -> message.topic().equals(topic))
                .map(message -> new String(message.payload(), UTF_8))
                .toList();
    }

    /**
     * @param topic where
     * @return the newest that was said there, missing if nothing was or it was cleared
     */
    public JsonNode state(String topic) {
        List<String> texts = texts(topic);
        return json(texts.isEmpty() ? "" : texts.getLast());
    }

    /**
     * @param text JSON
     * @return its tree
     */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
