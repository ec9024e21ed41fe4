package scatola.presenter.web;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import scatola.presenter.show.Audience;
import scatola.presenter.show.Line;
import scatola.presenter.show.Outcome;
import scatola.presenter.show.Pace;
import scatola.presenter.show.Playbill;
import scatola.presenter.show.Repertoire;
import scatola.presenter.show.Script;
import scatola.presenter.show.ShowFile;
import scatola.presenter.show.ShowReader;
import scatola.presenter.show.Theatre;

/**
 * Lists shows, plays them and streams what they tell as text, line by line. The last line is {@code show: passed} or
 * {@code show: failed}, whatever happens. Who closes the connection ends the show.
 */
@Path("/api/shows")
@Produces("text/plain;charset=UTF-8")
public final class ShowResource {
    private static final String PASSED = "show: passed\n";
    private static final String FAILED = "show: failed\n";

    private final Place place;
    private final Theatre theatre;
    private final Repertoire repertoire;

    ShowResource(Place place, Theatre theatre, Repertoire repertoire) {
        this.place = place;
        this.theatre = theatre;
        this.repertoire = repertoire;
    }

    /** @return all of the folder of shows, by name, also those that can't be played */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<ShowForm.Brief> all() {
        List<ShowForm.Brief> all = new ArrayList<>();
        for (String name : repertoire.names()) {
            // one that was taken away meanwhile is left out
            if (repertoire.find(name) instanceof Repertoire.Found.There there) {
                all.add(ShowForm.Brief.of(name, there.file()));
            }
        }
        return all;
    }

    /**
     * @param name of a show in the folder of shows
     * @return it with its steps; 404 if there is none, 422 if it can't be read
     */
    @GET
    @Path("/{name}")
    @Produces(MediaType.APPLICATION_JSON)
    public ShowForm.Whole one(@PathParam("name") String name) {
        return switch (repertoire.find(name)) {
            case Repertoire.Found.Missing missing -> throw Problem.of(404, missing.reason());
            case Repertoire.Found.There there ->
                switch (there.file()) {
                    case ShowFile.Unplayable bad -> throw Problem.of(422, ShowForm.problems(bad));
                    case ShowFile.Playable good -> ShowForm.Whole.of(name, good.show());
                };
        };
    }

    /**
     * @param name of a show in the folder of shows
     * @param rehearse whether to leave out the pauses
     * @param cue whether each step but the first waits for {@code box/request/show/next}, instead of the pauses
     * @param colour whether the terminal can show colours
     * @return its lines; 404 if there is no such show, 400 if it can't be read, 409 if another one is being played, 503
     *     if there is no broker
     */
    @POST
    @Path("/{name}")
    @Consumes(MediaType.WILDCARD)
    public Multi<String> playNamed(
            @PathParam("name") String name,
            @RestQuery boolean rehearse,
            @RestQuery boolean cue,
            @RestQuery boolean colour) {
        return switch (repertoire.find(name)) {
            case Repertoire.Found.Missing missing -> refused(404, List.of(missing.reason()));
            case Repertoire.Found.There there -> play(there.file(), name, Pace.of(rehearse, cue), colour);
        };
    }

    /**
     * @param yaml a show
     * @param rehearse whether to leave out the pauses
     * @param cue whether each step but the first waits for {@code box/request/show/next}, instead of the pauses
     * @param colour whether the terminal can show colours
     * @return as {@link #playNamed}
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Multi<String> playGiven(
            String yaml, @RestQuery boolean rehearse, @RestQuery boolean cue, @RestQuery boolean colour) {
        return play(ShowReader.read(yaml), null, Pace.of(rehearse, cue), colour);
    }

    private Multi<String> play(ShowFile file, @Nullable String name, Pace pace, boolean colour) {
        if (!place.isConnected()) {
            return refused(503, List.of(place.noBroker()));
        }
        return switch (file) {
            case ShowFile.Unplayable bad -> refused(400, bad.problems());
            case ShowFile.Playable good -> play(new Playbill(good.show(), name, pace), new Script(colour));
        };
    }

    private Multi<String> play(Playbill bill, Script script) {
        Stream stream = new Stream(script);
        return switch (theatre.play(bill, stream)) {
            case Theatre.Admission.Refused refused -> refused(409, List.of(refused.reason()));
            case Theatre.Admission.Playing playing ->
                stream.lines.onCancellation().invoke(() -> playing.performance().fall("nobody watches any more"));
        };
    }

    /** Lines on their way to whoever asked. */
    private static final class Stream implements Audience {
        private final UnicastProcessor<String> lines = UnicastProcessor.create();
        private final Script script;

        Stream(Script script) {
            this.script = script;
        }

        @Override
        public void told(Line line) {
            script.text(line).forEach(text -> lines.onNext(text + "\n"));
        }

        @Override
        public void over(Outcome outcome) {
            lines.onNext(outcome == Outcome.PASSED ? PASSED : FAILED);
            lines.onComplete();
        }
    }

    private static Multi<String> refused(int status, List<String> reasons) {
        Multi<String> lines = Multi.createFrom()
                .items(reasons.stream().map(reason -> reason + "\n"))
                .onCompletion()
                .continueWith(FAILED);
        return RestMulti.fromMultiData(lines).status(status).build();
    }
}
