/**
 * The box in Home Assistant, by its device-based MQTT discovery: a device for each guest, each Pi and the box, as the
 * documentation of its MQTT integration has it. What Home Assistant can't take from the contract's topics is folded here
 * and said below a root of its own beside the contract's.
 */
@NullMarked
package scatola.presenter.homeassistant;

import org.jspecify.annotations.NullMarked;
