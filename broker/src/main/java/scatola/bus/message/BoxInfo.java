package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import scatola.bus.Fields;
import scatola.bus.Stamp;

/**
 * What the box is.
 *
 * @param stamp when
 * @param version of the presenter app
 * @param page the address of the live page
 * @param shows the shows that can be played by name
 */
public record BoxInfo(Stamp stamp, String version, String page, List<String> shows) implements Message {
    /** Copies the list. */
    public BoxInfo {
        shows = List.copyOf(shows);
    }

    /**
     * @param fields the payload
     * @return the message
     */
    public static BoxInfo from(Fields fields) {
        return new BoxInfo(fields.stamp(), fields.text("version"), fields.text("page"), fields.texts("shows", 1000));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .stamp(stamp)
                .put("version", version)
                .put("page", page)
                .texts("shows", shows)
                .node();
    }
}
