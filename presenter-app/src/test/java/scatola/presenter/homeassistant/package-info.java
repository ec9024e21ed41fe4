@NullMarked
package scatola.presenter.homeassistant;

import org.jspecify.annotations.NullMarked;
