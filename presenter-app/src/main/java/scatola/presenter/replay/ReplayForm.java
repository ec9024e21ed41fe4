package scatola.presenter.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import scatola.bus.message.Json;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Recording;

/** How a replay is told in JSON. Pure. */
public final class ReplayForm {
    private ReplayForm() {}

    /**
     * @param replay which
     * @param progress how far it is
     * @return {@code {"type":"replay","id":1,"state":"playing","at":…,"t":12.5,…}}; {@code t} counts seconds from the
     *     recording's beginning
     */
    public static ObjectNode of(Replay replay, Progress progress) {
        Recording recording = progress.recording();
        Duration idle = progress.idle();
        return Json.object()
                .put("type", "replay")
                .put("id", replay.id())
                .put("state", progress.phase().name().toLowerCase(Locale.ROOT))
                .put("at", progress.at())
                .put("t", seconds(progress.since(progress.at())))
                .put("speed", progress.speed())
                .put("pace", progress.pace())
                .put("idle_s", idle == null ? null : seconds(idle))
                .put("from", recording.from())
                .put("to", progress.end())
                .put("length_s", seconds(progress.since(progress.end())))
                .put("publish", replay.root())
                .put("left_out", replay.root() == null ? null : replay.leftOut())
                .put("recording", recording(recording))
                .objects("chapters", numbered(progress.chapters()), chapter -> chapter(chapter, progress))
                .node();
    }

    /**
     * @param reason for people
     * @return {@code {"type":"error","detail":…}}
     */
    public static String error(String reason) {
        return Json.object().put("type", "error").put("detail", reason).node().toString();
    }

    private static Json recording(Recording recording) {
        return Json.object()
                .put("id", recording.id())
                .put("name", recording.name())
                .put("from", recording.from())
                .put("to", recording.to())
                .put("going_on", recording.to() == null)
                .put("kept", recording.kept())
                .put("by", recording.by());
    }

    private record Numbered(int number, Chapter chapter) {}

    private static List<Numbered> numbered(List<Chapter> chapters) {
        List<Numbered> numbered = new ArrayList<>();
        chapters.forEach(chapter -> numbered.add(new Numbered(numbered.size() + 1, chapter)));
        return numbered;
    }

    private static Json chapter(Numbered numbered, Progress progress) {
        Instant at = numbered.chapter().at();
        return Json.object()
                .put("chapter", numbered.number())
                .put("at", at)
                .put("t", seconds(progress.since(at)))
                .put("title", numbered.chapter().title())
                .put("by", numbered.chapter().by());
    }

    private static double seconds(Duration duration) {
        return duration.dividedBy(ChronoUnit.MICROS.getDuration()) / 1e6;
    }
}
