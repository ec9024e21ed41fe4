package scatola.bus;

/**
 * The name of a virtual network: 1 to 32 of a-z, 0-9 and -, beginning and ending with a letter or digit.
 *
 * @param text the name as it stands in a topic
 */
public record NetworkName(String text) implements Comparable<NetworkName> {
    /** @throws IllegalArgumentException if {@code text} is no name; the message says what a name looks like */
    public NetworkName {
        Names.check("network", text);
    }

    @Override
    public int compareTo(NetworkName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
