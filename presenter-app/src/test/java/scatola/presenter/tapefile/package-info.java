/** Tests of the file form of recordings. */
@NullMarked
package scatola.presenter.tapefile;

import org.jspecify.annotations.NullMarked;
