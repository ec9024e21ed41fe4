/**
 * What can be asked by HTTP: health, the state of the box as a table for a terminal, shows as text while they play, and a
 * small page. Nothing on the bus depends on it.
 */
@NullMarked
package scatola.presenter.web;

import org.jspecify.annotations.NullMarked;
