package scatola.presenter.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.message.Sender;
import scatola.presenter.perform.Choice;
import scatola.presenter.perform.Performer;

/** Recordings that are or were performed again: how far they are, and what somebody decides about them. */
@Path("/api/performances")
@Produces(MediaType.APPLICATION_JSON)
public final class PerformancesResource {
    private final Performer performer;

    PerformancesResource(Performer performer) {
        this.performer = performer;
    }

    private record Decision(Choice choice, @Nullable String by) {
        static Decision from(Fields fields) {
            return new Decision(
                    fields.oneOf("do", Choice.values()), Sender.from(fields).by());
        }
    }

    /** @return all that are remembered, the newest first */
    @GET
    public String all() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        performer.all().forEach(all::add);
        return all.toString();
    }

    /**
     * @param id of a performance
     * @return how far it is: its steps, each with its facts, expected beside actual; 404 if it is not remembered
     */
    @GET
    @Path("/{id}")
    public String one(@PathParam("id") long id) {
        return found(id).toString();
    }

    /**
     * @param id of a performance
     * @param body {@code {"do":"go_on"}}, or {@code skip}, {@code retry}, {@code stop}
     * @return how far it is then; 404 if it is not remembered, 400 if the body can't be read, 409 if there is nothing to
     *     decide
     */
    @POST
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Blocking
    public String decide(@PathParam("id") long id, String body) {
        found(id);
        return switch (Fields.decode(body.getBytes(StandardCharsets.UTF_8), Decision::from)) {
            case Decoded.Malformed<Decision> bad -> throw Problem.of(400, bad.reason());
            case Decoded.Value<Decision> good -> {
                String refusal =
                        performer.decide(id, good.value().choice(), good.value().by());
                if (refusal != null) {
                    throw Problem.of(409, refusal);
                }
                yield found(id).toString();
            }
        };
    }

    private ObjectNode found(long id) {
        return performer
                .find(id)
                .orElseThrow(() -> Problem.of(
                        404,
                        "there is no performance %d, or it is long over: /api/performances lists those there are"
                                .formatted(id)));
    }
}
