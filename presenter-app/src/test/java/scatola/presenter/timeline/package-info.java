@NullMarked
package scatola.presenter.timeline;

import org.jspecify.annotations.NullMarked;
