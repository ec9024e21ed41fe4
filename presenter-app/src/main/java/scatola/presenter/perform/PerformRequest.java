package scatola.presenter.perform;

import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.message.Sender;

/**
 * Asks for a recording to be performed again.
 *
 * @param dryRun whether only to say what would be done
 * @param reset whether to delete all guests before
 * @param speed by how much faster than recorded its pauses are, 0.25 to 16; 0 leaves them out
 * @param force whether to begin even if something will be refused
 * @param by who asks, or null
 */
public record PerformRequest(
        boolean dryRun,
        boolean reset,
        double speed,
        boolean force,
        @Nullable String by) {
    private static final double SLOWEST = 0.25;
    private static final double FASTEST = 16;

    /**
     * @param fields a JSON object; every field may be left out
     * @return the request
     */
    public static PerformRequest from(Fields fields) {
        Double speed = fields.numberOrNull("speed", 0, FASTEST);
        if (speed != null && speed > 0 && speed < SLOWEST) {
            throw fields.refuse("speed must be from 0.25 to 16, or 0 to leave out pauses, but is " + speed);
        }
        return new PerformRequest(
                fields.flag("dry_run", false),
                fields.flag("reset", false),
                speed == null ? 1 : speed,
                fields.flag("force", false),
                Sender.from(fields).by());
    }
}
