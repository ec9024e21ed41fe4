package scatola.presenter.web;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import scatola.presenter.command.Commands;
import scatola.presenter.command.Commands.Outcome;

/** Sends commands of the contract for who is not on the bus. */
@Path("/api/commands")
public final class CommandResource {
    private final Commands commands;

    CommandResource(Commands commands) {
        this.commands = commands;
    }

    /**
     * @param request {@code {"topic":…,"payload":{…}}} or {@code {"topic":…,"text":…}}
     * @return the contract's answer, be it yes or no; a problem if there is none
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public CompletionStage<String> send(byte[] request) {
        return commands.send(request).thenApply(outcome -> switch (outcome) {
            case Outcome.Answered answered -> answered.response().json() + "\n";
            case Outcome.Malformed bad -> throw Problem.of(400, bad.reason());
            case Outcome.Busy busy -> throw Problem.of(429, busy.reason());
            case Outcome.NoBroker away -> throw Problem.of(503, away.reason());
            case Outcome.Unanswered silence -> throw Problem.of(504, silence.reason());
        });
    }
}
