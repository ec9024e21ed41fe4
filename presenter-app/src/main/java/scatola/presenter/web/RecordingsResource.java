package scatola.presenter.web;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.Quoted;
import scatola.bus.message.RecordRequest;
import scatola.bus.message.Title;
import scatola.presenter.timeline.Archive;
import scatola.presenter.timeline.Recorder;
import scatola.presenter.timeline.Recording;

/** The recordings: what there is, their names, and beginning and ending them. */
@Path("/api/recordings")
@Produces(MediaType.APPLICATION_JSON)
public final class RecordingsResource {
    private final Archive archive;
    private final Recorder recorder;

    RecordingsResource(Archive archive, Recorder recorder) {
        this.archive = archive;
        this.recorder = recorder;
    }

    /** @return all, the newest first */
    @GET
    public List<RecordingForm> all() {
        return archive.recordings().stream()
                .map(recording -> RecordingForm.brief(archive, recording))
                .toList();
    }

    /** @return the same as a table for a terminal */
    @GET
    @Produces("text/plain;charset=UTF-8")
    public String table() {
        return RecordingsText.of(all(), ZoneId.systemDefault());
    }

    /**
     * @param id of a recording
     * @return it with its chapters; 404 if there is none
     */
    @GET
    @Path("/{id}")
    public RecordingForm one(@PathParam("id") String id) {
        return RecordingForm.whole(archive, find(archive, id));
    }

    /**
     * Renames a recording, which is kept from then on.
     *
     * @param id of a recording
     * @param body {@code {"name":"Friday demo"}}
     * @return it; 400 if it can't have that name, 404 if there is none
     */
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    public RecordingForm rename(@PathParam("id") String id, byte[] body) {
        String name = read(body, fields -> fields.as("name", text -> Title.checked("name", text)));
        return RecordingForm.whole(archive, archive.rename(find(archive, id).id(), name));
    }

    /**
     * Forgets a recording that is over.
     *
     * @param id of a recording
     * @return 204; 404 if there is none, 409 if it goes on
     */
    @DELETE
    @Path("/{id}")
    public Response delete(@PathParam("id") String id) {
        archive.delete(find(archive, id).id());
        return Response.noContent().build();
    }

    /**
     * Begins a recording.
     *
     * @param body may name it: {@code {"name":"Friday demo","by":"me"}}
     * @return 201 and the recording; 400 if it can't have that name
     */
    @POST
    @Path("/start")
    @Consumes(MediaType.WILDCARD)
    public Response start(byte[] body) {
        RecordRequest.Start asked = read(body, RecordRequest.Start::from);
        recorder.settle();
        return created(RecordingForm.brief(
                archive, archive.start(asked.name(), asked.sender().by(), true)));
    }

    /**
     * A chapter that was set.
     *
     * @param title for people
     * @param by who set it
     */
    public record MarkForm(String title, String by) {}

    /**
     * Sets a chapter, now.
     *
     * @param body its title: {@code {"title":"The cable is pulled","by":"me"}}
     * @return 201 and the chapter; 400 if it can't have that title
     */
    @POST
    @Path("/mark")
    @Consumes(MediaType.WILDCARD)
    public Response mark(byte[] body) {
        RecordRequest.Mark asked = read(body, RecordRequest.Mark::from);
        MarkForm mark = new MarkForm(
                asked.title(), Objects.requireNonNullElse(asked.sender().by(), "somebody"));
        recorder.mark(mark.title(), mark.by());
        return Response.status(Response.Status.CREATED).entity(mark).build();
    }

    /**
     * Ends a recording that somebody began.
     *
     * @param id of a recording
     * @return it; 404 if there is none, 409 if it does not go on
     */
    @POST
    @Path("/{id}/stop")
    @Consumes(MediaType.WILDCARD)
    public RecordingForm stop(@PathParam("id") String id) {
        Recording recording = find(archive, id);
        recorder.settle();
        return RecordingForm.whole(archive, archive.stop(recording.id(), null));
    }

    static Response created(RecordingForm recording) {
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/recordings/" + recording.id())
                .entity(recording)
                .build();
    }

    static Recording find(Archive archive, String id) {
        try {
            return archive.find(Long.parseLong(id)).orElseThrow(() -> missing(id));
        } catch (NumberFormatException e) {
            throw missing(id);
        }
    }

    private static Problem missing(String id) {
        return Problem.of(404, "there is no recording %s: GET /api/recordings lists them".formatted(Quoted.of(id)));
    }

    private static <T> T read(byte[] body, Function<Fields, T> reader) {
        return switch (Fields.decode(body, reader)) {
            case Decoded.Value<T> value -> value.value();
            case Decoded.Malformed<T> bad -> throw Problem.of(400, bad.reason());
        };
    }
}
