/** HiveMQ's community edition as a program, so that tests can try the bus on a broker that is not Mosquitto. */
@NullMarked
package scatola.hivemq;

import org.jspecify.annotations.NullMarked;
