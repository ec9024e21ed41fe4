@NullMarked
package scatola.presenter.console;

import org.jspecify.annotations.NullMarked;
