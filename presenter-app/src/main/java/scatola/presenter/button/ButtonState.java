package scatola.presenter.button;

import org.jspecify.annotations.Nullable;

/**
 * What buttons do.
 *
 * @param rules how many rules hold
 * @param problem what is wrong with their file, and what to do about it, or null if all is well
 */
public record ButtonState(int rules, @Nullable String problem) {}
