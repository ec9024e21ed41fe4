package scatola.presenter.show;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that must be seen on the bus.
 *
 * @param pattern which messages
 * @param happens whether it must be said during the step; otherwise it also counts if it holds already
 * @param times how many of them; of what holds, on how many topics
 * @param within how long after the step's last command
 * @param tell the line for the audience, with fields of the message in braces, or null for a plain one
 */
record Sight(
        Pattern pattern,
        boolean happens,
        int times,
        Duration within,
        @Nullable String tell) {}
