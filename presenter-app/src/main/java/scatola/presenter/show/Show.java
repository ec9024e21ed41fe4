package scatola.presenter.show;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A show that was read and can be played.
 *
 * @param title its name for people
 * @param about what it is about, for whoever opens the file, or null if it does not say
 * @param steps what happens, in order
 * @param afterwards what is sent at the end however it ends, whatever the answers
 */
public record Show(String title, @Nullable String about, List<Step> steps, List<Order> afterwards) {
    /** Copies the lists. */
    public Show {
        steps = List.copyOf(steps);
        afterwards = List.copyOf(afterwards);
    }

    /** @return each step's line for the audience, in order */
    public List<String> lines() {
        return steps.stream().map(Step::say).toList();
    }
}
