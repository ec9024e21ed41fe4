package scatola.nodeservice.vm;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a command that waits for its one answer.
 *
 * @param number tells it from every other of the guest's
 * @param by who asked, or null
 */
record Ticket(long number, @Nullable String by) {}
