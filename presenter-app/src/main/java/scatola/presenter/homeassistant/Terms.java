package scatola.presenter.homeassistant;

import scatola.bus.Quoted;
import scatola.bus.Topics;

/**
 * Whether Home Assistant is told of the box, and where it listens.
 *
 * @param on whether it is; if not, what was said is taken back
 * @param prefix the first levels of its discovery topics
 */
public record Terms(boolean on, String prefix) {
    /**
     * @param switched {@code on} or {@code off}, from {@code SCATOLA_HOMEASSISTANT}
     * @param prefix from {@code SCATOLA_HOMEASSISTANT_PREFIX}
     * @param root the box's, below which everything is recorded
     * @return the terms
     * @throws IllegalArgumentException if one of them can't be; the message says what to set
     */
    public static Terms of(String switched, String prefix, String root) {
        boolean on = switch (switched) {
            case "on" -> true;
            case "off" -> false;
            default ->
                throw new IllegalArgumentException(
                        "SCATOLA_HOMEASSISTANT must be on or off, but is '%s'".formatted(Quoted.of(switched)));
        };
        try {
            var unused = new Topics(prefix);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("SCATOLA_HOMEASSISTANT_PREFIX: " + e.getMessage(), e);
        }
        if ((prefix + "/").startsWith(root + "/") || (root + "/").startsWith(prefix + "/")) {
            throw new IllegalArgumentException(
                    "SCATOLA_HOMEASSISTANT_PREFIX '%s' and the box's root '%s' overlap: set the prefix that Home Assistant has, usually homeassistant"
                            .formatted(prefix, root));
        }
        return new Terms(on, prefix);
    }
}
