@NullMarked
package scatola.presenter.link;

import org.jspecify.annotations.NullMarked;
