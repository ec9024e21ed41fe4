/** Where virtual networks are: VDE's locators. */
@NullMarked
package scatola.nodeservice.link.vde;

import org.jspecify.annotations.NullMarked;
