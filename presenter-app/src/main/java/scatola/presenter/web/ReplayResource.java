package scatola.presenter.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import scatola.bus.Decoded;
import scatola.presenter.replay.Order;
import scatola.presenter.replay.Replay;
import scatola.presenter.replay.ReplayForm;
import scatola.presenter.replay.Replays;
import scatola.presenter.replay.Replays.Admission;
import scatola.presenter.timeline.Archive;
import scatola.presenter.timeline.Recording;

/** Plays recordings again; {@link ReplaySocket} is where to watch. */
@Path("/api/replays")
@Produces(MediaType.APPLICATION_JSON)
public final class ReplayResource {
    /** A replay answers at once unless the database is slow. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Replays replays;
    private final Archive library;

    ReplayResource(Replays replays, Archive library) {
        this.replays = replays;
        this.library = library;
    }

    /**
     * @param body which recording, and how
     * @return 201 and the replay, which plays; 400 if it can't be read or done, 404 if there is no such recording, 409 if
     *     another replay is published there, 429 if there are too many
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response begin(byte[] body) {
        ReplayReader.Request request = read(ReplayReader.request(body));
        Recording recording =
                library.find(request.recording()).orElseThrow(() -> Problem.of(404, noRecording(request.recording())));
        return switch (replays.admit(recording, request.wish())) {
            case Admission.Refused refused -> throw Problem.of(status(refused.why()), refused.reason());
            case Admission.Admitted admitted ->
                Response.created(URI.create("/api/replays/" + admitted.replay().id()))
                        .entity(state(admitted.replay()))
                        .build();
        };
    }

    /** @return all replays there are */
    @GET
    public ArrayNode all() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Replay replay : replays.all()) {
            // one that has ended meanwhile is none
            answered(replay.progress()).ifPresent(progress -> all.add(ReplayForm.of(replay, progress)));
        }
        return all;
    }

    /**
     * @param id of a replay
     * @return how far it is; 404 if there is none
     */
    @GET
    @Path("/{id}")
    public ObjectNode one(@PathParam("id") long id) {
        return state(find(id));
    }

    /**
     * @param id of a replay
     * @param body what it is to do, as over the WebSocket
     * @return how far it is then; 400 if it can't be done, 404 if there is no such replay
     */
    @POST
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    public ObjectNode steer(@PathParam("id") long id, byte[] body) {
        Replay replay = find(id);
        Order order = read(ReplayReader.order(body));
        answered(replay.obey(order)).ifPresent(refusal -> {
            throw Problem.of(400, refusal);
        });
        return state(replay);
    }

    /**
     * Ends a replay; what it has published is cleared when this is answered, if the broker is there.
     *
     * @param id of a replay
     */
    @DELETE
    @Path("/{id}")
    public void end(@PathParam("id") long id) {
        Replay replay = find(id);
        replays.end(id);
        answered(replay.gone());
    }

    private Replay find(long id) {
        return replays.find(id).orElseThrow(() -> noReplay(id));
    }

    private ObjectNode state(Replay replay) {
        return ReplayForm.of(replay, answered(replay.progress()).orElseThrow(() -> noReplay(replay.id())));
    }

    private Problem noReplay(long id) {
        return Problem.of(404, "no replay %d: begin one with POST /api/replays {\"recording\":ID}".formatted(id));
    }

    private String noRecording(long id) {
        List<Recording> all = library.recordings();
        return all.isEmpty()
                ? "no recording %d: there is none yet".formatted(id)
                : "no recording %d: there are %s"
                        .formatted(
                                id,
                                all.stream()
                                        .limit(10)
                                        .map(one -> "%d (%s)".formatted(one.id(), one.name()))
                                        .collect(Collectors.joining(", ")));
    }

    private static int status(Admission.Why why) {
        return switch (why) {
            case WISH -> 400;
            case CONFLICT -> 409;
            case TOO_MANY -> 429;
        };
    }

    private static <T> T read(Decoded<T> decoded) {
        return switch (decoded) {
            case Decoded.Malformed<T> bad -> throw Problem.of(400, bad.reason());
            case Decoded.Value<T> good -> good.value();
        };
    }

    private static <T> T answered(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw Problem.of(503, "the replay does not answer, its database is slow: try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(503, "the app ends");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a replay broke", e);
        }
    }
}
