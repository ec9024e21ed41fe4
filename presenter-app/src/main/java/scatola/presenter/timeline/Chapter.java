package scatola.presenter.timeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A moment worth going to.
 *
 * @param at when, by the tape's clock
 * @param title for people
 * @param by who set it, or null if it was found in what happened
 */
public record Chapter(Instant at, String title, @Nullable String by) {}
