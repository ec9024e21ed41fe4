package scatola.presenter.show;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import scatola.bus.message.Json;
import scatola.bus.message.Plain;
import scatola.bus.message.Response;
import scatola.bus.message.ShowNext;
import scatola.bus.message.ShowRequest;

/** Shows as they are asked for on the bus: {@code box/request/show}, {@code box/request/show/next} and {@code box/request/show/stop}. */
public final class ShowOperations {
    private final Theatre theatre;
    private final Repertoire repertoire;

    /**
     * @param theatre where shows are played
     * @param repertoire which there are
     */
    public ShowOperations(Theatre theatre, Repertoire repertoire) {
        this.theatre = theatre;
        this.repertoire = repertoire;
    }

    /**
     * Begins a show.
     *
     * @param request which
     * @return ok if it plays, or why not
     */
    public Response play(ShowRequest request) {
        String transaction = request.sender().transaction();
        return switch (repertoire.find(request.show())) {
            case Repertoire.Found.Missing missing -> Response.error(transaction, missing.reason());
            case Repertoire.Found.There there ->
                switch (there.file()) {
                    case ShowFile.Unplayable bad ->
                        Response.error(
                                transaction,
                                "%s can't be played: %s".formatted(request.show(), String.join("; ", bad.problems())));
                    case ShowFile.Playable good -> play(good.show(), request, transaction);
                };
        };
    }

    private Response play(Show show, ShowRequest request, @Nullable String transaction) {
        return switch (theatre.play(
                new Playbill(show, request.show(), Pace.of(request.rehearse(), request.cue())), Audience.NOBODY)) {
            case Theatre.Admission.Refused refused -> Response.error(transaction, refused.reason());
            case Theatre.Admission.Playing playing ->
                Response.ok(
                        transaction,
                        Json.object()
                                .put("show", show.title())
                                .put("steps", show.steps().size())
                                .node());
        };
    }

    /**
     * Lets the next step begin of a show that is played on cue.
     *
     * @param request who asks, and perhaps for which step
     * @return soon, ok with the step's number and line, or why it does not begin
     */
    public CompletionStage<Response> next(ShowNext request) {
        String transaction = request.sender().transaction();
        return theatre.next(request.step(), request.sender().by()).thenApply(cue -> switch (cue) {
            case Cue.Begins begins ->
                Response.ok(
                        transaction,
                        Json.object()
                                .put("step", begins.step())
                                .put("say", begins.say())
                                .node());
            case Cue.Refused refused -> Response.error(transaction, refused.reason());
        });
    }

    /**
     * Ends the show that is being played.
     *
     * @param request who asks
     * @return ok with the show's title, or that none is played
     */
    public Response stop(Plain request) {
        String by = request.sender().by();
        String title = theatre.stop(by == null ? "stopped over the bus" : "stopped by " + by);
        String transaction = request.sender().transaction();
        return title == null
                ? Response.error(transaction, "no show is being played: there is nothing to stop")
                : Response.ok(transaction, Json.object().put("show", title).node());
    }
}
