package scatola.presenter.perform;

import org.jspecify.annotations.Nullable;
import scatola.bus.message.Json;
import scatola.bus.message.Plain;
import scatola.bus.message.Response;

/** What can be asked on the bus: {@code box/request/reset}, and {@code box/request/show/stop} while something is on. */
public final class PerformOperations {
    private final Performer performer;

    /**
     * @param performer who does it
     */
    public PerformOperations(Performer performer) {
        this.performer = performer;
    }

    /**
     * Begins to delete all guests.
     *
     * @param request who asks
     * @return ok when it has begun, or why not
     */
    public Response reset(Plain request) {
        String transaction = request.sender().transaction();
        return switch (performer.reset(request.sender().by())) {
            case Performer.Admission.Begun begun ->
                Response.ok(
                        transaction,
                        Json.object().put("performance", begun.id()).node());
            case Performer.Admission.Refused refused -> Response.error(transaction, refused.reason());
            case Performer.Admission.Rehearsed rehearsed -> throw new IllegalStateException("a reset is not rehearsed");
        };
    }

    /**
     * Ends what is being performed.
     *
     * @param request who asks
     * @return ok with its title, or null if nothing is being performed
     */
    public @Nullable Response stop(Plain request) {
        String by = request.sender().by();
        String title = performer.stop(by == null ? "stopped over the bus" : "stopped by " + by);
        return title == null
                ? null
                : Response.ok(
                        request.sender().transaction(),
                        Json.object().put("show", title).node());
    }
}
