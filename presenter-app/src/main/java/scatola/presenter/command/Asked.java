package scatola.presenter.command;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Topic;

/**
 * A command that came.
 *
 * @param at when
 * @param topic where, as far as it could be read
 * @param responseTopic where its answer goes, as text below the root
 * @param transaction its own, or null
 * @param retained whether its sender wanted it kept
 * @param <T> what the edge needs to answer it
 * @param ticket the same
 */
record Asked<T>(
        Instant at,
        Decoded<Topic> topic,
        String responseTopic,
        @Nullable String transaction,
        boolean retained,
        T ticket) {}
