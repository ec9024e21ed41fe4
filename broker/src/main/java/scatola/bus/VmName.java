package scatola.bus;

/**
 * The name of a guest, unique in the box: 1 to 32 of a-z, 0-9 and -, beginning and ending with a letter or digit.
 *
 * @param text the name as it stands in a topic
 */
public record VmName(String text) implements Comparable<VmName> {
    /** @throws IllegalArgumentException if {@code text} is no name; the message says what a name looks like */
    public VmName {
        Names.check("guest", text);
    }

    @Override
    public int compareTo(VmName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
