package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.Stamp;

/**
 * What the box as a whole does.
 *
 * @param stamp when
 * @param show the title of the show that is being played, or null
 * @param step its step, from 1, or null
 * @param steps how many it has, or null
 * @param say the step's line for the audience, or null
 * @param last the show that was played before, or null
 * @param recorder how what happens is recorded, or null if it is not
 */
public record BoxState(
        Stamp stamp,
        @Nullable String show,
        @Nullable Long step,
        @Nullable Long steps,
        @Nullable String say,
        @Nullable Last last,
        @Nullable Recorder recorder)
        implements Message {
    /**
     * A show that is over.
     *
     * @param show its title
     * @param verdict {@code passed}, {@code failed} or {@code stopped}
     */
    public record Last(String show, String verdict) {}

    /**
     * How what happens is recorded.
     *
     * @param state {@code recording} or {@code failing}
     * @param problem what a person should do, or null if all is well
     * @param recording the name of the recording that goes on, or null
     */
    public record Recorder(
            String state,
            @Nullable String problem,
            @Nullable String recording) {}

    /**
     * @param fields the payload
     * @return the message
     */
    public static BoxState from(Fields fields) {
        return new BoxState(
                fields.stamp(),
                fields.textOrNull("show"),
                fields.integerOrNull("step", 1, Long.MAX_VALUE),
                fields.integerOrNull("steps", 1, Long.MAX_VALUE),
                fields.textOrNull("say"),
                fields.objectOrNull("last", f -> new Last(f.text("show"), f.text("verdict"))),
                fields.objectOrNull(
                        "recorder",
                        f -> new Recorder(f.text("state"), f.textOrNull("problem"), f.textOrNull("recording"))));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .stamp(stamp)
                .put("show", show)
                .put("step", step)
                .put("steps", steps)
                .put("say", say)
                .put(
                        "last",
                        last == null
                                ? null
                                : Json.object().put("show", last.show()).put("verdict", last.verdict()))
                .put(
                        "recorder",
                        recorder == null
                                ? null
                                : Json.object()
                                        .put("state", recorder.state())
                                        .put("problem", recorder.problem())
                                        .put("recording", recorder.recording()))
                .node();
    }
}
