package scatola.presenter.show;

import org.jspecify.annotations.Nullable;

/**
 * What is to be played, and how.
 *
 * @param show the show
 * @param name its name in the folder of shows, or null if it has none
 * @param pace what lies between its steps
 */
public record Playbill(Show show, @Nullable String name, Pace pace) {}
