package scatola.presenter.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.Recording;

/**
 * A recording as JSON. Times of day are ISO 8601 in UTC; {@code _s} and {@code t} are seconds, the latter since its
 * beginning.
 *
 * @param id tells recordings apart
 * @param name for people
 * @param from the time of day at its beginning
 * @param to the time of day at its end, left out as long as it goes on
 * @param lengthS how long it is; of one that goes on, up to what happened last
 * @param goingOn whether more is added to it
 * @param kept whether it stays when room is needed
 * @param imported whether it came out of a file
 * @param by who began or brought it, left out if nobody did
 * @param chapters its chapters in order, left out in lists
 * @param cut true if it came out of a file whose end is missing, else left out
 * @param warning what is missing, left out if nothing is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordingForm(
        long id,
        String name,
        String from,
        @Nullable String to,
        @JsonProperty("length_s") BigDecimal lengthS,
        @JsonProperty("going_on") boolean goingOn,
        boolean kept,
        boolean imported,
        @Nullable String by,
        @Nullable List<ChapterForm> chapters,
        @Nullable Boolean cut,
        @Nullable String warning) {
    /**
     * A chapter as JSON.
     *
     * @param t where it begins
     * @param at the time of day then
     * @param title for people
     * @param by who set it, left out if nobody did
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ChapterForm(
            BigDecimal t, String at, String title, @Nullable String by) {}

    static RecordingForm brief(Library library, Recording recording) {
        return of(library, recording, null, null);
    }

    static RecordingForm whole(Library library, Recording recording) {
        return whole(library, recording, null);
    }

    static RecordingForm whole(Library library, Recording recording, @Nullable String warning) {
        List<ChapterForm> chapters = library.chapters(recording).stream()
                .map(chapter -> chapter(library, recording, chapter))
                .toList();
        return of(library, recording, chapters, warning);
    }

    private static RecordingForm of(
            Library library, Recording recording, @Nullable List<ChapterForm> chapters, @Nullable String warning) {
        Instant to = recording.to();
        return new RecordingForm(
                recording.id(),
                recording.name(),
                day(library, recording, recording.from()),
                to == null ? null : day(library, recording, to),
                seconds(recording, library.end(recording)),
                to == null,
                recording.kept(),
                recording.tape() != Recording.LIVE,
                recording.by(),
                chapters,
                warning == null ? null : true,
                warning);
    }

    private static ChapterForm chapter(Library library, Recording recording, Chapter chapter) {
        return new ChapterForm(
                seconds(recording, chapter.at()), day(library, recording, chapter.at()), chapter.title(), chapter.by());
    }

    private static String day(Library library, Recording recording, Instant at) {
        return library.timeOfDay(recording, at).toString();
    }

    private static BigDecimal seconds(Recording recording, Instant at) {
        return BigDecimal.valueOf(Duration.between(recording.from(), at).dividedBy(ChronoUnit.MICROS.getDuration()), 6);
    }
}
