/**
 * Links that let people in: what their tokens say and who made them, which of them are out, the key behind them, and the
 * address they lead to.
 */
@NullMarked
package scatola.presenter.link;

import org.jspecify.annotations.NullMarked;
