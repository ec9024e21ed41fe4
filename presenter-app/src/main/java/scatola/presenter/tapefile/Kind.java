package scatola.presenter.tapefile;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a line of a file is about. Its text, in lower case, is its form in the file. */
enum Kind {
    WORLD,
    MESSAGE,
    OUTAGE,
    CLOCK,
    GAP,
    MARK,
    END;

    static @Nullable Kind of(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(text))
                .findFirst()
                .orElse(null);
    }

    static String all() {
        return Arrays.stream(values()).map(Kind::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
