package scatola.bus;

/**
 * The name of a guest image in the catalogue: 1 to 32 of a-z, 0-9 and -, beginning and ending with a letter or digit.
 *
 * @param text the name as it stands in a topic
 */
public record ImageName(String text) implements Comparable<ImageName> {
    /** @throws IllegalArgumentException if {@code text} is no name; the message says what a name looks like */
    public ImageName {
        Names.check("image", text);
    }

    @Override
    public int compareTo(ImageName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
