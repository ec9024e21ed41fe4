package scatola.bus;

import java.util.regex.Pattern;

/** Text from strangers made fit to stand in a message to people: short and without control characters. */
public final class Quoted {
    private static final int LONGEST = 80;

    /** Controls, formats such as the right-to-left override, separators of lines, and halves of cut characters. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private Quoted() {}

    /**
     * @param text anything
     * @return at most 80 characters of it; controls, line separators and what turns the writing direction replaced by
     *     {@code ?}
     */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /**
     * @param text anything
     * @param longest how many characters of it are wanted at most
     * @return as {@link #of(String)}
     */
    public static String of(String text, int longest) {
        String head = text.length() > longest ? text.substring(0, longest) + "…" : text;
        return UNFIT.matcher(head).replaceAll("?");
    }
}
