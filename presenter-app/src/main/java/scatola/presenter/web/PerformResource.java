package scatola.presenter.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.message.Json;
import scatola.presenter.perform.PerformRequest;
import scatola.presenter.perform.Performer;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.Recording;

/** Performs a recording again on the live box. */
@Path("/api/recordings/{id}/perform")
@Produces(MediaType.APPLICATION_JSON)
public final class PerformResource {
    private final Place place;
    private final Library library;
    private final Performer performer;

    PerformResource(Place place, Library library, Performer performer) {
        this.place = place;
        this.library = library;
        this.performer = performer;
    }

    /**
     * @param id of a recording
     * @param body {@code {"dry_run":false,"reset":false,"speed":1,"force":false,"by":…}}, all of it optional
     * @return 200 with plan, findings and changes of a dry run, or 201 with the performance's id; 404 if there is no such
     *     recording, 400 if the body can't be read, 409 with what is in the way, 503 without a broker or a database
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Blocking
    public Response perform(@PathParam("id") long id, String body) {
        if (!place.isConnected()) {
            throw Problem.of(503, place.noBroker());
        }
        Recording recording = library.find(id)
                .orElseThrow(() -> Problem.of(
                        404, "there is no recording %d: /api/recordings lists those there are".formatted(id)));
        return switch (Fields.decode(body.getBytes(StandardCharsets.UTF_8), PerformRequest::from)) {
            case Decoded.Malformed<PerformRequest> bad -> throw Problem.of(400, bad.reason());
            case Decoded.Value<PerformRequest> good ->
                switch (performer.perform(library, recording, good.value())) {
                    case Performer.Admission.Rehearsed rehearsed ->
                        Response.ok(rehearsed.report().toString()).build();
                    case Performer.Admission.Begun begun -> {
                        ObjectNode created = Json.object().put("id", begun.id()).node();
                        yield Response.created(URI.create("/api/performances/" + begun.id()))
                                .entity(created.toString())
                                .build();
                    }
                    case Performer.Admission.Refused refused ->
                        throw Problem.of(409, refused.reason()).with("findings", refused.findings());
                };
        };
    }
}
