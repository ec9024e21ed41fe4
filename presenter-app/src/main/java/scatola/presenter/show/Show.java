package scatola.presenter.show;

import java.util.List;

/**
 * A show that was read and can be played.
 *
 * @param title its name for people
 * @param steps what happens, in order
 * @param afterwards what is sent at the end however it ends, whatever the answers
 */
public record Show(String title, List<Step> steps, List<Order> afterwards) {
    /** Copies the lists. */
    public Show {
        steps = List.copyOf(steps);
        afterwards = List.copyOf(afterwards);
    }
}
