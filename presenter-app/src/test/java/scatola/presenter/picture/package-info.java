@NullMarked
package scatola.presenter.picture;

import org.jspecify.annotations.NullMarked;
