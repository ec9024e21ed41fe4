package scatola.nodeservice.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Commands to a QEMU guest agent and its answers, which come in the order of the commands. Used on the loop only. Source:
 * QEMU Guest Agent Protocol Reference, guest-sync-delimited.
 */
final class AgentChannel {
    /** Never part of UTF-8: the agent throws away what it had begun to read, and we what it had begun to say. */
    private static final byte SENTINEL = (byte) 0xff;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final System.Logger LOG = System.getLogger(AgentChannel.class.getName());

    /** {@code probe} is the number that a probe is answered with, else 0. */
    private record Asked(long probe, Consumer<JsonNode> answered, Consumer<String> refused) {}

    private final Predicate<byte[]> out;
    private final Deque<Asked> asked = new ArrayDeque<>();
    private long syncId;
    private @Nullable Runnable whenSynced;
    private Runnable whenForgotten = () -> {};

    /** @param out sends, or answers false if too much is waiting */
    AgentChannel(Predicate<byte[]> out) {
        this.out = out;
    }

    static ObjectNode arguments() {
        return MAPPER.createObjectNode();
    }

    /** Asks whether the agent is there; may be asked again. What was asked before is forgotten. */
    void sync(Runnable synced) {
        asked.clear();
        whenSynced = synced;
        syncId++;
        byte[] command = command("guest-sync-delimited", arguments().put("id", syncId));
        byte[] sent = new byte[command.length + 1];
        sent[0] = SENTINEL;
        System.arraycopy(command, 0, sent, 1, command.length);
        // What is dropped is asked again.
        boolean unused = out.test(sent);
    }

    /**
     * An answer is overdue: finds out whether the agent still works at it, as that of a paused guest does, or was started
     * anew and knows nothing of it. Without the sentinel, about which the agent complains in a line of its own.
     */
    void probe(Runnable forgotten) {
        syncId++;
        if (out.test(command("guest-sync", arguments().put("id", syncId)))) {
            asked.add(new Asked(syncId, answer -> {}, refused -> {}));
            whenForgotten = forgotten;
        }
    }

    /** Asks for something; {@code refused} hears the agent's reason. */
    void ask(String execute, ObjectNode arguments, Consumer<JsonNode> answered, Consumer<String> refused) {
        if (out.test(command(execute, arguments))) {
            asked.add(new Asked(0, answered, refused));
        } else {
            refused.accept("the guest agent takes no more commands: it has not answered for long");
        }
    }

    /** The agent said a line. */
    void heard(String line) {
        String text = line.replaceAll("[^\\x20-\\x7e]", "");
        if (text.isEmpty()) {
            return;
        }
        JsonNode answer;
        try {
            answer = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            LOG.log(System.Logger.Level.WARNING, "the guest agent said what is no JSON: {0}", e.getOriginalMessage());
            return;
        }
        Runnable synced = whenSynced;
        if (synced != null) {
            if (answer.path("return").asLong(-1) == syncId) {
                whenSynced = null;
                synced.run();
            }
            return;
        }
        Asked oldest = asked.poll();
        if (oldest == null) {
            return;
        }
        long number = answer.path("return").asLong(-1);
        if (oldest.probe() != number
                && asked.stream().anyMatch(later -> later.probe() > 0 && later.probe() == number)) {
            whenForgotten.run();
            return;
        }
        if (answer.has("error")) {
            oldest.refused().accept(answer.path("error").path("desc").asText());
        } else {
            oldest.answered().accept(answer.path("return"));
        }
    }

    private static byte[] command(String execute, ObjectNode arguments) {
        ObjectNode command = MAPPER.createObjectNode().put("execute", execute);
        command.set("arguments", arguments);
        return (command + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
