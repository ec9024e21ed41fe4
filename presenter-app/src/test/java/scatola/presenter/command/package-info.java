@NullMarked
package scatola.presenter.command;

import org.jspecify.annotations.NullMarked;
