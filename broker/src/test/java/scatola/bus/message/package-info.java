/** Tests of the messages: every example, every schema, every bad payload. */
@NullMarked
package scatola.bus.message;

import org.jspecify.annotations.NullMarked;
