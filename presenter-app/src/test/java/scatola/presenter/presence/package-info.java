/** Silence, by a manual clock. */
@NullMarked
package scatola.presenter.presence;

import org.jspecify.annotations.NullMarked;
