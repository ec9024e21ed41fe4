@NullMarked
package scatola.presenter.box;

import org.jspecify.annotations.NullMarked;
