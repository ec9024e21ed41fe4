package scatola.presenter.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import scatola.presenter.link.Visitor;

/** Tells who asks what they may do. */
@Path("/api/me")
@Produces(MediaType.APPLICATION_JSON)
public final class MeResource {
    private final Visitors visitors;

    MeResource(Visitors visitors) {
        this.visitors = visitors;
    }

    /**
     * @param request as it came
     * @return {@code {"role":"onlooker","until":…}}, {@code until} null for who needs no link
     */
    @GET
    public ObjectNode me(@Context HttpServerRequest request) {
        return switch (visitors.recognize(request)) {
            case Access.Verdict.Admitted admitted -> json(admitted.visitor());
            case Access.Verdict.Refused refused -> throw Problem.of(refused.status(), refused.reason());
            case Access.Verdict.Free free -> throw new IllegalStateException("who asks here is asked who they are");
        };
    }

    private static ObjectNode json(Visitor visitor) {
        Instant until = visitor.until();
        return JsonNodeFactory.instance
                .objectNode()
                .put("role", visitor.role().word())
                .put("until", until == null ? null : until.toString());
    }
}
