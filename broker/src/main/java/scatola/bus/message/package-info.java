/**
 * What is said on the bus: one record per message, as it stands on the wire, with its reading and writing. Absent
 * optional fields are null here and left out of the JSON.
 */
@NullMarked
package scatola.bus.message;

import org.jspecify.annotations.NullMarked;
