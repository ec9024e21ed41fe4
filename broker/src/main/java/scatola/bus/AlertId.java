package scatola.bus;

/**
 * The name of an alert of a node: 1 to 32 of a-z, 0-9 and -, beginning and ending with a letter or digit.
 *
 * @param text the name as it stands in a topic
 */
public record AlertId(String text) implements Comparable<AlertId> {
    /** @throws IllegalArgumentException if {@code text} is no name; the message says what a name looks like */
    public AlertId {
        Names.check("alert", text);
    }

    @Override
    public int compareTo(AlertId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
