package scatola.presenter.box;

import java.time.Instant;
import scatola.bus.Topic;

/** Who is told what is heard on the bus, in its order, on the thread that hears it: must not block. */
public interface Witness {
    /**
     * Something of the contract was said. Consoles are not told.
     *
     * @param at when it was heard
     * @param topic where
     * @param payload what; not to be changed
     * @param before the world before it
     * @param after the world after it; the same one if it is about nothing that holds, or is no news
     */
    void heard(Instant at, Topic topic, byte[] payload, World before, World after);

    /**
     * The broker was lost, or is back.
     *
     * @param at when
     * @param connected whether it is there now
     * @param after the world from then on
     */
    void turned(Instant at, boolean connected, World after);
}
