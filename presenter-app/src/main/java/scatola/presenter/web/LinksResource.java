package scatola.presenter.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.Quoted;
import scatola.presenter.link.Link;
import scatola.presenter.link.Links;
import scatola.presenter.link.PageAddress;
import scatola.presenter.link.Role;

/** Hands out the links that let others in, and takes them back. */
@Path("/api/links")
@Produces(MediaType.APPLICATION_JSON)
public final class LinksResource {
    private final Links links;
    private final PageAddress page;
    private final TakingBack takingBack;

    LinksResource(Links links, PageAddress page, TakingBack takingBack) {
        this.links = links;
        this.page = page;
        this.takingBack = takingBack;
    }

    /**
     * @param request as it came
     * @return the link for each role, whether others can open them, and all that are out
     */
    @GET
    public ObjectNode links(@Context HttpServerRequest request) {
        PageAddress.Found found = page.find(Visitors.host(request));
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (Role role : Role.values()) {
            all.set(role.word(), json(links.current(role), found));
        }
        ArrayNode out = all.put("reachable", found.reachable())
                .put("advice", found.advice())
                .putArray("links");
        for (Link link : links.all()) {
            out.addObject()
                    .put("id", link.id())
                    .put("role", link.role().word())
                    .put("made", link.made().toString())
                    .put("until", link.until().toString())
                    .put("in_use", takingBack.inUse(link));
        }
        return all;
    }

    /**
     * @param request as it came
     * @param body {@code {"role":"onlooker"}}
     * @return a new link, which is the one for its role from now on; those before it go on letting in
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response make(@Context HttpServerRequest request, byte[] body) {
        Role role = switch (Fields.decode(body, fields -> fields.as("role", LinksResource::role))) {
            case Decoded.Malformed<Role> bad -> throw Problem.of(400, bad.reason());
            case Decoded.Value<Role> good -> good.value();
        };
        Link made = links.issue(role)
                .orElseThrow(() -> Problem.of(
                        409, "%d links are out already: take some back (DELETE /api/links/ID)".formatted(Links.MOST)));
        return Response.status(201)
                .entity(json(made, page.find(Visitors.host(request))))
                .build();
    }

    /** @param id of the link to take back */
    @DELETE
    @Path("/{id}")
    public void takeBack(@PathParam("id") String id) {
        if (!takingBack.one(id)) {
            throw Problem.of(404, "no such link is out: GET /api/links lists those that are");
        }
    }

    /** Takes back all. */
    @DELETE
    public void takeBackAll() {
        takingBack.all();
    }

    private static ObjectNode json(Link link, PageAddress.Found found) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", link.id())
                // no server and no Referer ever sees what stands behind the # (RFC 9110, section 4.2.3)
                .put("url", found.base() + "#key=" + link.token())
                .put("until", link.until().toString());
    }

    private static Role role(String word) {
        for (Role role : Role.values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("'%s' is no role: say presenter or onlooker".formatted(Quoted.of(word)));
    }
}
