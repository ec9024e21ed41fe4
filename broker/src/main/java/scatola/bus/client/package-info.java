/**
 * The connection to the broker: MQTT 5 with a fixed client id, a will, and a reconnect that keeps nothing for later.
 * Speaks topics and bytes and knows no message of the bus. Both applications, the tests and the benchmarks use it; it
 * is the only place that knows the HiveMQ client.
 */
@NullMarked
package scatola.bus.client;

import org.jspecify.annotations.NullMarked;
