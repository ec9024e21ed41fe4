package scatola.bus;

/** Text from strangers made fit to stand in a message to people: short and without control characters. */
public final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    /**
     * @param text anything
     * @return at most 80 characters of it, control characters replaced by {@code ?}
     */
    public static String of(String text) {
        String head = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return head.replaceAll("\\p{Cntrl}", "?");
    }
}
