package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import scatola.bus.Fields;
import scatola.bus.Quoted;

/**
 * Asks the box to play a show: {@code box/request/show}. The answer comes when it begins; how it goes stands in
 * {@code box/state}.
 *
 * @param show its name in the box's folder of shows
 * @param rehearse whether to leave out the pauses
 * @param cue whether each step but the first waits for {@link ShowNext}, instead of the pauses
 * @param sender who asks
 */
public record ShowRequest(String show, boolean rehearse, boolean cue, Sender sender) implements Message {
    /**
     * @param fields the payload
     * @return the message
     */
    public static ShowRequest from(Fields fields) {
        return new ShowRequest(
                fields.as("show", ShowRequest::name),
                fields.flag("rehearse", false),
                fields.flag("cue", false),
                Sender.from(fields));
    }

    private static String name(String text) {
        if (!text.matches("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?")) {
            throw new IllegalArgumentException(
                    "'%s' is no name of a show: use 1 to 32 of a-z, 0-9 and -, as in its file's name without .yaml"
                            .formatted(Quoted.of(text)));
        }
        return text;
    }

    @Override
    public ObjectNode json() {
        return sender.write(Json.object()
                        .put("show", show)
                        .put("rehearse", rehearse)
                        .put("cue", cue))
                .node();
    }
}
