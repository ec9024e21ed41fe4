package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.Stamp;
import scatola.bus.VmName;

/**
 * Something happened on a node.
 *
 * @param stamp when
 * @param type what, past tense: {@code guest_booted}, {@code guest_halted}, {@code guest_crashed}, ...
 * @param vm the guest it happened to, or null
 * @param by who asked for it, or null if nobody did
 * @param text more for people, or null
 * @param exitCode of a guest's process, or null
 */
public record NodeEvent(
        Stamp stamp,
        String type,
        @Nullable VmName vm,
        @Nullable String by,
        @Nullable String text,
        @Nullable Long exitCode)
        implements Message {
    /**
     * @param fields the payload
     * @return the message
     */
    public static NodeEvent from(Fields fields) {
        return new NodeEvent(
                fields.stamp(),
                fields.text("type"),
                fields.asOrNull("vm", VmName::new),
                fields.textOrNull("by"),
                fields.textOrNull("text"),
                fields.integerOrNull("exit_code", -1, Integer.MAX_VALUE));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .stamp(stamp)
                .put("type", type)
                .put("vm", vm)
                .put("by", by)
                .put("text", text)
                .put("exit_code", exitCode)
                .node();
    }
}
