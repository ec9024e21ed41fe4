@NullMarked
package scatola.presenter.button;

import org.jspecify.annotations.NullMarked;
