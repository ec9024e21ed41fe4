@NullMarked
package scatola.presenter.show;

import org.jspecify.annotations.NullMarked;
