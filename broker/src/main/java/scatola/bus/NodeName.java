package scatola.bus;

/**
 * The name of a node (a Pi): 1 to 32 of a-z, 0-9 and -, beginning and ending with a letter or digit.
 *
 * @param text the name as it stands in a topic
 */
public record NodeName(String text) implements Comparable<NodeName> {
    /** @throws IllegalArgumentException if {@code text} is no name; the message says what a name looks like */
    public NodeName {
        Names.check("node", text);
    }

    @Override
    public int compareTo(NodeName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
