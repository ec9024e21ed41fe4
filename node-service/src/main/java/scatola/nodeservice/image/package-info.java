/** The catalogue of guest images: folders with a manifest, read and checked. */
@NullMarked
package scatola.nodeservice.image;

import org.jspecify.annotations.NullMarked;
