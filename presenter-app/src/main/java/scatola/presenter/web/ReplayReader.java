package scatola.presenter.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.Quoted;
import scatola.presenter.replay.Order;
import scatola.presenter.replay.Wish;

/** Reads what is asked of replays. Total, without state. */
final class ReplayReader {
    private static final Duration USUAL_IDLE = Duration.ofSeconds(2);
    private static final double LONGEST_IDLE_S = 86_400;
    /** More than any recording has. */
    private static final double MOST_SECONDS = 1e9;

    private ReplayReader() {}

    /**
     * What is to be played, and how.
     *
     * @param recording its id
     * @param wish how
     */
    record Request(long recording, Wish wish) {}

    /**
     * @param json {@code {"recording":1,"speed":2,"idle_s":2,"publish":"scatola-replay","from":12.5,"paused":true}}; all
     *     but the first may be left out
     * @return what it says, or what is wrong with it
     */
    static Decoded<Request> request(byte[] json) {
        return Fields.decode(json, fields -> new Request(fields.integer("recording", 1, Long.MAX_VALUE), wish(fields)));
    }

    private static Wish wish(Fields fields) {
        Double speed = fields.numberOrNull("speed", -MOST_SECONDS, MOST_SECONDS);
        Double from = fields.numberOrNull("from", 0, MOST_SECONDS);
        return new Wish(
                speed == null ? 1 : speed,
                idle(fields),
                root(fields),
                from == null ? 0 : from,
                fields.flag("paused", false));
    }

    private static @Nullable Duration idle(Fields fields) {
        JsonNode given = fields.object().path("idle_s");
        if (given.isBoolean()) {
            return given.booleanValue() ? USUAL_IDLE : null;
        }
        Double seconds = fields.numberOrNull("idle_s", Wish.SHORTEST_IDLE.toMillis() / 1e3, LONGEST_IDLE_S);
        return seconds == null ? null : Duration.ofNanos((long) (seconds * 1e9));
    }

    private static @Nullable String root(Fields fields) {
        JsonNode given = fields.object().path("publish");
        if (given.isBoolean()) {
            return given.booleanValue() ? Wish.USUAL_ROOT : null;
        }
        return fields.textOrNull("publish");
    }

    /**
     * @param json {@code {"do":"play"}}, {@code pause}, {@code {"do":"speed","value":2}}, {@code {"do":"seek","t":12.5}}
     *     or with {@code "chapter":3}, {@code {"do":"step","by":1}}
     * @return what it says, or what is wrong with it
     */
    static Decoded<Order> order(byte[] json) {
        return Fields.decode(json, fields -> {
            String what = fields.text("do");
            return switch (what) {
                case "play" -> new Order.Play();
                case "pause" -> new Order.Pause();
                case "speed" -> new Order.Speed(fields.number("value", -MOST_SECONDS, MOST_SECONDS));
                case "seek" -> seek(fields);
                case "step" -> step(fields);
                default ->
                    throw fields.refuse("do is '%s': say play, pause, speed, seek or step".formatted(Quoted.of(what)));
            };
        });
    }

    private static Order step(Fields fields) {
        return switch ((int) fields.integer("by", -1, 1)) {
            case 1 -> new Order.StepForward();
            case -1 -> new Order.StepBack();
            default -> throw fields.refuse("by must be 1 or -1");
        };
    }

    private static Order seek(Fields fields) {
        JsonNode chapter = fields.object().path("chapter");
        boolean named = !chapter.isMissingNode() && !chapter.isNull();
        if (named == fields.has("t")) {
            throw fields.refuse("seek needs either t, in seconds from the beginning, or chapter");
        }
        if (!named) {
            return new Order.Seek(fields.number("t", -MOST_SECONDS, MOST_SECONDS));
        }
        if (!chapter.isTextual()) {
            return new Order.ToChapter(fields.integer("chapter", 1, Long.MAX_VALUE));
        }
        return switch (fields.text("chapter")) {
            case "next" -> new Order.NextChapter();
            case "previous" -> new Order.PreviousChapter();
            default -> new Order.ToTitle(fields.text("chapter"));
        };
    }
}
