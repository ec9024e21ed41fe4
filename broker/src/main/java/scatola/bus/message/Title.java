package scatola.bus.message;

import java.util.regex.Pattern;
import scatola.bus.Quoted;

/** Names of recordings and titles of chapters, as people write them. */
public final class Title {
    /** The longest one. */
    public static final int MOST = 100;

    private static final Pattern FORM = Pattern.compile("(?=.*[^ ])[^\\p{Cc}\\p{Zl}\\p{Zp}]{1,%d}".formatted(MOST));

    private Title() {}

    /**
     * @param what it is to be, such as {@code name}, for the reason
     * @param text any text
     * @return the same text
     * @throws IllegalArgumentException with a reason for people if it can't be one
     */
    public static String checked(String what, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'%s' is no %s: use 1 to %d printable characters, not only spaces"
                    .formatted(Quoted.of(text), what, MOST));
        }
        return text;
    }
}
