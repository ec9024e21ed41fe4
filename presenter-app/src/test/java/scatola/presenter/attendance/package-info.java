@NullMarked
package scatola.presenter.attendance;

import org.jspecify.annotations.NullMarked;
