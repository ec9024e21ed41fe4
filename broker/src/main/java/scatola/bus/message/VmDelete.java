package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import scatola.bus.Fields;
import scatola.bus.VmName;

/**
 * Asks a node to end a guest, if it runs, and to forget it.
 *
 * @param vm which
 * @param sender who asks
 */
public record VmDelete(VmName vm, Sender sender) implements Message {
    /**
     * @param fields the payload
     * @return the message
     */
    public static VmDelete from(Fields fields) {
        return new VmDelete(fields.as("vm", VmName::new), Sender.from(fields));
    }

    @Override
    public ObjectNode json() {
        return sender.write(Json.object().put("vm", vm)).node();
    }
}
