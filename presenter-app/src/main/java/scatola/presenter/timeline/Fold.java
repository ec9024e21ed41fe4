package scatola.presenter.timeline;

import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.presenter.box.World;

/** How a world becomes the next one: the same for who lives through it and for who reads it from a tape. Pure. */
public final class Fold {
    /** Topics are kept without their root, so any root does to read them. */
    private static final Topics TOPICS = new Topics("scatola");

    private Fold() {}

    /**
     * @param world as it was
     * @param entry what happened
     * @return as it is then
     */
    public static World after(World world, Entry entry) {
        return switch (entry) {
            case Entry.Message message ->
                switch (topic(message.topic())) {
                    case Decoded.Malformed<Topic> none -> world;
                    case Decoded.Value<Topic> topic ->
                        world.after(
                                message.at(), topic.value(), message.payload().toArray());
                };
            case Entry.Outage outage -> world.afterOutage();
            case Entry.ClockSet set -> world;
            case Entry.Gap gap -> world;
            case Entry.Mark mark -> world;
        };
    }

    /**
     * @param below a topic's text below the root, as in {@link Entry.Message#topic}
     * @return the topic, or why it is none of the contract's
     */
    public static Decoded<Topic> topic(String below) {
        return TOPICS.parse(TOPICS.filter(below));
    }

    /**
     * @param topic any topic
     * @return its text below the root
     */
    public static String below(Topic topic) {
        return TOPICS.text(topic).substring(TOPICS.root().length() + 1);
    }
}
