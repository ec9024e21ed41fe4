package scatola.bus;

/**
 * The name of a presenter: 1 to 32 of a-z, 0-9 and -, beginning and ending with a letter or digit.
 *
 * @param text the name as it stands in a topic
 */
public record PresenterName(String text) implements Comparable<PresenterName> {
    /** @throws IllegalArgumentException if {@code text} is no name; the message says what a name looks like */
    public PresenterName {
        Names.check("presenter", text);
    }

    @Override
    public int compareTo(PresenterName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
