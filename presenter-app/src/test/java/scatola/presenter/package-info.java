@NullMarked
package scatola.presenter;

import org.jspecify.annotations.NullMarked;
