package scatola.presenter.box;

import java.time.Instant;
import scatola.bus.Topic;
import scatola.bus.message.Codec;

/**
 * A message as it arrived.
 *
 * @param at when, by this machine's clock
 * @param topic where it was said
 * @param content what it means
 */
public record Heard(Instant at, Topic topic, Codec.Content content) {}
