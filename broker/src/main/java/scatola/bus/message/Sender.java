package scatola.bus.message;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.Quoted;

/**
 * Who sent a command; every command may carry both.
 *
 * @param transaction tells a command from every other of the last 10 minutes, or null
 * @param by who asks, as a name for people, or null
 */
public record Sender(@Nullable String transaction, @Nullable String by) {
    /** Nobody in particular. */
    public static final Sender ANONYMOUS = new Sender(null, null);

    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cc}\\p{Zl}\\p{Zp}]{1,64}");

    /**
     * @param fields a command's payload
     * @return who sent it
     */
    public static Sender from(Fields fields) {
        return new Sender(
                fields.asOrNull("transaction", text -> printable("transaction", text)),
                fields.asOrNull("by", text -> printable("name", text)));
    }

    private static String printable(String what, String text) {
        if (!PRINTABLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no %s: use 1 to 64 printable characters".formatted(Quoted.of(text), what));
        }
        return text;
    }

    /**
     * @param json a command's payload
     * @return the same
     */
    Json write(Json json) {
        return json.put("transaction", transaction).put("by", by);
    }
}
