/**
 * Traffic tests in guests: pings, text, throughput and any program. What a program prints is read by a watch, which is
 * pure, and told as samples when they happen and one result.
 */
@NullMarked
package scatola.nodeservice.traffic;

import org.jspecify.annotations.NullMarked;
