package scatola.presenter.command;

import scatola.bus.NodeName;
import scatola.bus.Topic;

/** Who is to answer a command. */
sealed interface Judgement {
    /**
     * The box: it is about the box itself.
     *
     * @param request what is asked
     */
    record Own(Topic.BoxRequest request) implements Judgement {}

    /**
     * A node that is there.
     *
     * @param node which
     */
    record NodesTurn(NodeName node) implements Judgement {}

    /**
     * Nobody, as far as is known; the bus may know better in a moment.
     *
     * @param reason what to do about it
     */
    record Doubtful(String reason) implements Judgement {}

    /**
     * Nobody ever.
     *
     * @param reason what to do about it
     */
    record Hopeless(String reason) implements Judgement {}
}
