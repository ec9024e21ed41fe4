package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.Stamp;

/**
 * What the box as a whole does.
 *
 * @param stamp when
 * @param name the show's name in the folder of shows; null if it has none, or nothing is played
 * @param show the title of the show that is being played, or null
 * @param state {@code playing}, or {@code waiting} for somebody to say that the next step may begin; null if nothing is played
 * @param step its step, from 1, or null
 * @param steps how many it has, or null
 * @param say the step's line for the audience, or null
 * @param next while it waits, the next step's line, else null
 * @param last the show that was played before, or null
 * @param recorder how what happens is recorded, or null if it is not
 * @param buttons what buttons do, or null if there is no file that says so
 */
public record BoxState(
        Stamp stamp,
        @Nullable String name,
        @Nullable String show,
        @Nullable String state,
        @Nullable Long step,
        @Nullable Long steps,
        @Nullable String say,
        @Nullable String next,
        @Nullable Last last,
        @Nullable Recorder recorder,
        @Nullable Buttons buttons)
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
     * What buttons do.
     *
     * @param rules how many rules hold
     * @param problem what is wrong with their file, and what to do about it, or null if all is well
     */
    public record Buttons(long rules, @Nullable String problem) {}

    /**
     * @param fields the payload
     * @return the message
     */
    public static BoxState from(Fields fields) {
        return new BoxState(
                fields.stamp(),
                fields.textOrNull("name"),
                fields.textOrNull("show"),
                fields.textOrNull("state"),
                fields.integerOrNull("step", 1, Long.MAX_VALUE),
                fields.integerOrNull("steps", 1, Long.MAX_VALUE),
                fields.textOrNull("say"),
                fields.textOrNull("next"),
                fields.objectOrNull("last", f -> new Last(f.text("show"), f.text("verdict"))),
                fields.objectOrNull(
                        "recorder",
                        f -> new Recorder(f.text("state"), f.textOrNull("problem"), f.textOrNull("recording"))),
                fields.objectOrNull(
                        "buttons", f -> new Buttons(f.integer("rules", 0, Long.MAX_VALUE), f.textOrNull("problem"))));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .stamp(stamp)
                .put("name", name)
                .put("show", show)
                .put("state", state)
                .put("step", step)
                .put("steps", steps)
                .put("say", say)
                .put("next", next)
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
                .put(
                        "buttons",
                        buttons == null
                                ? null
                                : Json.object().put("rules", buttons.rules()).put("problem", buttons.problem()))
                .node();
    }
}
