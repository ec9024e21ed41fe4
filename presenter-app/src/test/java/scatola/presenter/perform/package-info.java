@NullMarked
package scatola.presenter.perform;

import org.jspecify.annotations.NullMarked;
