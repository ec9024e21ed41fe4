package scatola.presenter.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.presenter.show.Show;
import scatola.presenter.show.ShowFile;

/** Shows of the folder of shows as JSON. */
public final class ShowForm {
    private ShowForm() {}

    /**
     * A show in the list of all.
     *
     * @param name by which it is played
     * @param title for people; left out if it can't be played
     * @param steps how many it has; left out if it can't be played
     * @param error why it can't be played, one sentence for each problem; left out if it can
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Brief(
            String name,
            @Nullable String title,
            @Nullable Integer steps,
            @Nullable String error) {
        static Brief of(String name, ShowFile file) {
            return switch (file) {
                case ShowFile.Playable good ->
                    new Brief(name, good.show().title(), good.show().steps().size(), null);
                case ShowFile.Unplayable bad -> new Brief(name, null, null, problems(bad));
            };
        }
    }

    /**
     * A show.
     *
     * @param name by which it is played
     * @param title for people
     * @param about what it is about; left out if it does not say
     * @param steps each step's line for the audience
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Whole(String name, String title, @Nullable String about, List<String> steps) {
        static Whole of(String name, Show show) {
            return new Whole(name, show.title(), show.about(), show.lines());
        }
    }

    static String problems(ShowFile.Unplayable bad) {
        return String.join("; ", bad.problems());
    }
}
