/**
 * Links that let people in: what their tokens say and who made them, the key behind them, and the address they lead to.
 * Nothing is remembered of a link: its token carries what it says, signed.
 */
@NullMarked
package scatola.presenter.link;

import org.jspecify.annotations.NullMarked;
