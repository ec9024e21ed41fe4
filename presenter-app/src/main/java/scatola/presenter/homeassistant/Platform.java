package scatola.presenter.homeassistant;

import java.util.Locale;

/** What kinds of entities the box has. */
enum Platform {
    BINARY_SENSOR,
    BUTTON,
    EVENT,
    SENSOR,
    SWITCH,
    TEXT;

    /** @return as discovery writes it */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
