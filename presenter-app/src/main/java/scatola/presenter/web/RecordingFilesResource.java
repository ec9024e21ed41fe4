package scatola.presenter.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Quoted;
import scatola.bus.VmName;
import scatola.bus.message.Title;
import scatola.presenter.tapefile.Consoles;
import scatola.presenter.tapefile.Export;
import scatola.presenter.tapefile.Intake;
import scatola.presenter.tapefile.TapeFile;
import scatola.presenter.timeline.Archive;
import scatola.presenter.timeline.Recording;

/** Recordings as files, both ways, and their consoles. All of it is streamed. */
@Path("/api/recordings")
public final class RecordingFilesResource {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingFilesResource.class);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(60);
    private static final Set<String> ENCODINGS = Set.of("gzip", "identity");

    private final Archive archive;
    private final Export export;
    private final Intake intake;
    private final Consoles consoles;

    RecordingFilesResource(Archive archive, Export export, Intake intake, Consoles consoles) {
        this.archive = archive;
        this.export = export;
        this.intake = intake;
        this.consoles = consoles;
    }

    /** What writes a file. */
    @FunctionalInterface
    private interface Source {
        void write(OutputStream out) throws IOException;
    }

    /**
     * @param id of a recording
     * @param request by which it is asked for; with {@code ?gzip} the file is packed
     * @return the recording as a file; 404 if there is none. If it breaks off, so does the connection
     */
    @GET
    @Path("/{id}/export")
    @Produces({TapeFile.MEDIA_TYPE, "application/gzip"})
    public Response export(@PathParam("id") String id, @Context HttpServerRequest request) {
        Recording recording = RecordingsResource.find(archive, id);
        boolean packed = request.params().contains("gzip");
        return file(
                packed ? "application/gzip" : TapeFile.MEDIA_TYPE,
                fileName(recording.name(), recording.id()) + TapeFile.EXTENSION + (packed ? ".gz" : ""),
                request,
                out -> {
                    if (packed) {
                        GZIPOutputStream zip = new GZIPOutputStream(out, BUFFER_BYTES);
                        export.write(recording, zip);
                        zip.finish();
                    } else {
                        export.write(recording, out);
                    }
                });
    }

    /**
     * Takes a file as a new recording. It is read as it comes.
     *
     * @param file as {@link #export} gives it, packed or not
     * @param name of the recording, or null for that in the file
     * @param by who brings it, or null
     * @param encoding nothing, {@code identity} or {@code gzip}; a packed file needs none
     * @return 201 and the recording, with {@code cut} and a {@code warning} if the file's end is missing; 422 if it is no
     *     recording, and then nothing of it is kept
     * @throws IOException if the file stops coming
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Response take(
            InputStream file,
            @RestQuery @Nullable String name,
            @RestQuery @Nullable String by,
            @RestHeader("Content-Encoding") @Nullable String encoding)
            throws IOException {
        if (encoding != null && !ENCODINGS.contains(encoding)) {
            throw Problem.of(
                    415, "Content-Encoding %s is not read here: send it plain or gzip".formatted(Quoted.of(encoding)));
        }
        return switch (intake.take(file, checked("name", name), checked("name of who brings it", by))) {
            case Intake.Outcome.Taken taken ->
                RecordingsResource.created(RecordingForm.whole(archive, taken.recording(), taken.warning()));
            case Intake.Outcome.Refused refused ->
                throw Problem.of(422, refused.reason() + " (nothing of it was kept)");
        };
    }

    /**
     * A guest's console as JSON.
     *
     * @param vm the guest
     * @param outBytes how many it wrote
     * @param inBytes how many were typed
     * @param cast where it is as a file for asciinema
     */
    public record ConsoleForm(
            String vm,
            @JsonProperty("out_bytes") long outBytes,
            @JsonProperty("in_bytes") long inBytes,
            String cast) {}

    /**
     * @param id of a recording
     * @return the guests whose consoles are in it; 404 if there is none
     */
    @GET
    @Path("/{id}/consoles")
    @Produces(MediaType.APPLICATION_JSON)
    public List<ConsoleForm> consoles(@PathParam("id") String id) {
        Recording recording = RecordingsResource.find(archive, id);
        return consoles.of(recording).stream()
                .map(console -> new ConsoleForm(
                        console.vm().text(),
                        console.outBytes(),
                        console.inBytes(),
                        "/api/recordings/%d/consoles/%s.cast".formatted(recording.id(), console.vm())))
                .toList();
    }

    /**
     * @param id of a recording
     * @param guest a guest's name
     * @param request by which it is asked for
     * @return its console for asciinema, asciicast version 2; 404 if there is no such recording or guest in it
     */
    @GET
    @Path("/{id}/consoles/{vm}.cast")
    @Produces("application/x-asciicast")
    public Response cast(
            @PathParam("id") String id, @PathParam("vm") String guest, @Context HttpServerRequest request) {
        Recording recording = RecordingsResource.find(archive, id);
        VmName vm = consoles.of(recording).stream()
                .map(Consoles.Console::vm)
                .filter(name -> name.text().equals(guest))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        404,
                        "recording %s has no console of %s: GET /api/recordings/%s/consoles lists them"
                                .formatted(id, Quoted.of(guest), id)));
        return file(
                "application/x-asciicast",
                "%s-%s.cast".formatted(fileName(recording.name(), recording.id()), vm),
                request,
                out -> consoles.cast(recording, vm, out));
    }

    private static Response file(String type, String name, HttpServerRequest request, Source source) {
        StreamingOutput body = raw -> {
            try {
                OutputStream out = new BufferedOutputStream(raw, BUFFER_BYTES);
                source.write(out);
                out.flush();
            } catch (IOException | RuntimeException e) {
                if (!request.response().headWritten()) {
                    throw e;
                }
                // what was sent can't be taken back, only left without its end
                LOG.warn("file={} broke off: {}", name, e.getMessage(), e);
                breakOff(request.connection());
            }
        };
        return Response.ok(body, type)
                .header("Content-Disposition", "attachment; filename=\"%s\"".formatted(name))
                .build();
    }

    /** Returns when it is closed: an end that is written meanwhile would go out behind what still waits. */
    private static void breakOff(HttpConnection connection) {
        var closed = new CountDownLatch(1);
        connection.close().onComplete(done -> closed.countDown());
        try {
            if (!closed.await(LONGEST_CLOSING.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("a connection does not close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a connection was being closed", e);
        }
    }

    private static @Nullable String checked(String what, @Nullable String text) {
        try {
            return text == null ? null : Title.checked(what, text);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, String.valueOf(e.getMessage()));
        }
    }

    /** Letters, digits and hyphens of a name, so that any system can have a file of it. */
    static String fileName(String name, long id) {
        String plain = name.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        return plain.isEmpty() ? "recording-" + id : plain;
    }
}
