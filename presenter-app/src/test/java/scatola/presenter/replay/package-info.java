@NullMarked
package scatola.presenter.replay;

import org.jspecify.annotations.NullMarked;
