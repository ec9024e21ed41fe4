package scatola.presenter.attendance;

/**
 * How many are at the page.
 *
 * @param presenters by name, and besides one for each connection of a presenter without
 * @param onlookers one for each connection
 */
public record Headcount(int presenters, int onlookers) {}
