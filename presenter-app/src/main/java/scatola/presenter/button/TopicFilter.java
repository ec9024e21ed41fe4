package scatola.presenter.button;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import scatola.bus.Decoded;
import scatola.bus.Quoted;

/**
 * Which topics are meant (MQTT 5, section 4.7); {@code #} is left out, since a button has one topic.
 *
 * @param levels of the topics, {@value #ANY} for any one
 */
record TopicFilter(List<String> levels) {
    private static final String ANY = "+";
    private static final int LONGEST = 256;

    TopicFilter {
        levels = List.copyOf(levels);
    }

    static Decoded<TopicFilter> read(String text) {
        List<String> levels = levels(text);
        if (text.length() > LONGEST
                || text.isBlank()
                || text.startsWith("$")
                || !text.equals(Quoted.of(text, LONGEST))) {
            return new Decoded.Malformed<>(
                    "'%s' is no topic: write one like zigbee2mqtt/red-button/action".formatted(Quoted.of(text)));
        }
        if (levels.stream().anyMatch(level -> level.contains("#") || level.contains(ANY) && !level.equals(ANY))) {
            return new Decoded.Malformed<>(
                    "'%s' has a # or half a level: write whole levels, and + where any one may stand"
                            .formatted(Quoted.of(text)));
        }
        return new Decoded.Value<>(new TopicFilter(levels));
    }

    /**
     * @param all filters
     * @return filters for a subscription: they match all that those do, perhaps more, and no topic matches two of them,
     *     since a broker may then deliver a message twice (section 3.3.4), and a button would be pressed twice
     */
    static List<TopicFilter> apart(Collection<TopicFilter> all) {
        List<TopicFilter> apart = new ArrayList<>();
        for (TopicFilter filter : all) {
            TopicFilter wide = filter;
            for (Optional<TopicFilter> other = wide.metIn(apart); other.isPresent(); other = wide.metIn(apart)) {
                apart.remove(other.get());
                wide = wide.and(other.get());
            }
            apart.add(wide);
        }
        return List.copyOf(apart);
    }

    boolean matches(String topic) {
        return meets(new TopicFilter(levels(topic)));
    }

    /** Whether a topic below that root matches. */
    boolean reaches(String root) {
        List<String> above = levels(root);
        return levels.size() > above.size() && new TopicFilter(levels.subList(0, above.size())).matches(root);
    }

    private Optional<TopicFilter> metIn(List<TopicFilter> others) {
        return others.stream().filter(this::meets).findFirst();
    }

    private boolean meets(TopicFilter other) {
        if (levels.size() != other.levels.size()) {
            return false;
        }
        for (int i = 0; i < levels.size(); i++) {
            String here = levels.get(i);
            String there = other.levels.get(i);
            if (!here.equals(there) && !here.equals(ANY) && !there.equals(ANY)) {
                return false;
            }
        }
        return true;
    }

    private TopicFilter and(TopicFilter other) {
        List<String> both = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            both.add(levels.get(i).equals(other.levels.get(i)) ? levels.get(i) : ANY);
        }
        return new TopicFilter(both);
    }

    private static List<String> levels(String topic) {
        return Arrays.asList(topic.split("/", -1));
    }

    @Override
    public String toString() {
        return String.join("/", levels);
    }
}
