/**
 * Answers to commands that no node can answer, and to commands for the box itself. A live node answers everything for
 * itself, its guests and their links; for all others the asker would wait in vain, so the box says what is wrong.
 * Deciding is pure; {@link scatola.presenter.command.Answering} is the edge.
 */
@NullMarked
package scatola.presenter.command;

import org.jspecify.annotations.NullMarked;
