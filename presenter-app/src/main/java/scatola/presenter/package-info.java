/**
 * The presenter app: what runs on the laptop. This package only puts the features together and ties them to the bus.
 */
@NullMarked
package scatola.presenter;

import org.jspecify.annotations.NullMarked;
