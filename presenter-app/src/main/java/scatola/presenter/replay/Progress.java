package scatola.presenter.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Recording;

/**
 * How far a replay is.
 *
 * @param phase what it does
 * @param at the moment of the recording that is shown
 * @param speed as it was asked for
 * @param pace how many seconds of the recording pass in a second just now: 0 while it stands still, more than the speed
 *     while an idle stretch is shortened
 * @param idle how long an idle stretch takes at most at speed 1, or null if it takes as long as it took
 * @param recording what is played
 * @param end the recording's end, its present end if it goes on
 * @param chapters the recording's, in order
 */
public record Progress(
        Phase phase,
        Instant at,
        double speed,
        double pace,
        @Nullable Duration idle,
        Recording recording,
        Instant end,
        List<Chapter> chapters) {
    /** Copies the list. */
    public Progress {
        chapters = List.copyOf(chapters);
    }

    /** What a replay does. Its text, in lower case, is its form on the wire. */
    public enum Phase {
        /** It goes on. */
        PLAYING,
        /** It stands still. */
        PAUSED,
        /** It stands at the recording's end, or at the present of one that goes on. */
        ENDED
    }

    /**
     * @param other as it was
     * @return whether nothing has changed but the time
     */
    boolean isLike(@Nullable Progress other) {
        return other != null
                && phase == other.phase
                && speed == other.speed
                && pace == other.pace
                && recording.equals(other.recording)
                && chapters.equals(other.chapters);
    }

    /**
     * @param moment of the recording
     * @return how far that is from its beginning
     */
    public Duration since(Instant moment) {
        return Duration.between(recording.from(), moment);
    }
}
