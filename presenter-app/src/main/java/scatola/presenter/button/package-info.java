/**
 * Buttons: a small file says what the box does when this topic says that. Reading it ({@code RuleReader}) and deciding
 * ({@code Panel}) are pure; the file, the connection and the commands are at the edge ({@link
 * scatola.presenter.button.Buttons}).
 */
@NullMarked
package scatola.presenter.button;

import org.jspecify.annotations.NullMarked;
