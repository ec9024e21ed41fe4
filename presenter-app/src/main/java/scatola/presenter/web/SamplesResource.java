package scatola.presenter.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import scatola.bus.Quoted;
import scatola.presenter.timeline.Archive;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.Sampled;

/**
 * What traffic tests gave, sample by sample. A picture of the world has only the last one of each; who wants to draw how it
 * went asks here for those before.
 */
@Path("/api/recordings/{id}/samples")
@Produces(MediaType.APPLICATION_JSON)
public final class SamplesResource {
    /** How far back it goes unless it is said. */
    static final Duration LAST = Duration.ofMinutes(10);

    private static final double MOST_SECONDS = 3600;
    private static final int MOST = 5000;

    private final Archive archive;

    SamplesResource(Archive archive) {
        this.archive = archive;
    }

    /**
     * @param id of a recording
     * @param to up to where, in seconds since its beginning; its end if it is left out
     * @param last how far back from there, in seconds: 600 if it is left out, 3600 at most
     * @return {@code [{"at":…,"t":…,"test":…,"sample":{…}}]} in order, the newest 5000 of them; {@code at} is by the
     *     recording's clock; 400 with what to send instead, 404 if there is no such recording
     */
    @GET
    public String samples(
            @PathParam("id") String id, @RestQuery @Nullable String to, @RestQuery("last_s") @Nullable String last) {
        Recording recording = RecordingsResource.find(archive, id);
        // what is said just then is part of it
        Instant end = to == null
                ? archive.end(recording).plusMillis(1)
                : recording.from().plus(seconds("to", to, Integer.MAX_VALUE)).plus(1, ChronoUnit.MICROS);
        Duration back = last == null ? LAST : seconds("last_s", last, MOST_SECONDS);
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (Sampled sampled : archive.samples(recording, end.minus(back), end, MOST)) {
            items.addObject()
                    .put("at", sampled.at().toString())
                    .put("t", Duration.between(recording.from(), sampled.at()).toNanos() / 1e9)
                    .put("test", sampled.test().text())
                    .set("sample", sampled.sample().json());
        }
        return items.toString();
    }

    private static Duration seconds(String name, String text, double most) {
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0 && seconds <= most) {
                return Duration.ofNanos((long) (seconds * 1e9));
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw Problem.of(400, "%s: '%s' is no number of seconds from 0 to %.0f".formatted(name, Quoted.of(text), most));
    }
}
