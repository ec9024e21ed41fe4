package scatola.bus;

/**
 * The name of a traffic test: 1 to 32 of a-z, 0-9 and -, beginning and ending with a letter or digit.
 *
 * @param text the name as it stands in a topic
 */
public record TestId(String text) implements Comparable<TestId> {
    /** @throws IllegalArgumentException if {@code text} is no name; the message says what a name looks like */
    public TestId {
        Names.check("test", text);
    }

    @Override
    public int compareTo(TestId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
