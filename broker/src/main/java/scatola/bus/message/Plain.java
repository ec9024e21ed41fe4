package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import scatola.bus.Fields;

/**
 * A command that needs no more than its topic: {@code reboot}, {@code kill}, {@code pause}, {@code resume},
 * {@code console}, {@code images/refresh}, {@code show/stop}, {@code reset}.
 *
 * @param sender who asks
 */
public record Plain(Sender sender) implements Message {
    /**
     * @param fields the payload
     * @return the message
     */
    public static Plain from(Fields fields) {
        return new Plain(Sender.from(fields));
    }

    @Override
    public ObjectNode json() {
        return sender.write(Json.object()).node();
    }
}
