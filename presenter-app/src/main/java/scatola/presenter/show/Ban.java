package scatola.presenter.show;

import java.time.Duration;

/**
 * Something that must not be seen while a step lasts.
 *
 * @param pattern which messages
 * @param happens whether only what is said during the step counts; otherwise also what holds already
 * @param atLeast how long the step lasts for it, after its last command
 */
record Ban(Pattern pattern, boolean happens, Duration atLeast) {}
