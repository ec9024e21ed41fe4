package scatola.presenter.attendance;

import java.text.Normalizer;
import scatola.bus.Decoded;

/**
 * A presenter's name, for people: 1 to {@value #MOST} printable characters.
 *
 * @param text the name, composed (Unicode's form C) and without blanks around it
 */
public record DisplayName(String text) {
    static final int MOST = 40;

    /**
     * @param said what somebody calls themselves
     * @return the name, or what a name looks like
     */
    public static Decoded<DisplayName> read(String said) {
        String text = Normalizer.normalize(said, Normalizer.Form.NFC).strip();
        int length = text.codePointCount(0, text.length());
        return length >= 1 && length <= MOST && text.codePoints().allMatch(DisplayName::isPrintable)
                ? new Decoded.Value<>(new DisplayName(text))
                : new Decoded.Malformed<>("a name has 1 to %d printable characters".formatted(MOST));
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
