package scatola.presenter.link;

import java.util.Locale;

/** What a visitor may do. */
public enum Role {
    /** Directs the box. */
    PRESENTER,
    /** Only looks on. */
    ONLOOKER;

    /** @return as it stands in JSON, {@code presenter} or {@code onlooker} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As it stands in a token: short, since a QR code with fewer letters is read from farther away. */
    String letter() {
        return switch (this) {
            case PRESENTER -> "p";
            case ONLOOKER -> "o";
        };
    }

    static Role of(String letter) {
        return letter.equals("p") ? PRESENTER : ONLOOKER;
    }
}
