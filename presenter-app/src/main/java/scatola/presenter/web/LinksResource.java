package scatola.presenter.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import scatola.presenter.link.Link;
import scatola.presenter.link.Links;
import scatola.presenter.link.PageAddress;
import scatola.presenter.link.Role;

/** Makes the links that let others in. */
@Path("/api/links")
@Produces(MediaType.APPLICATION_JSON)
public final class LinksResource {
    private final Links links;
    private final PageAddress page;

    LinksResource(Links links, PageAddress page) {
        this.links = links;
        this.page = page;
    }

    /**
     * @param request as it came
     * @return a link for each role, and whether others can open them
     */
    @GET
    public ObjectNode links(@Context HttpServerRequest request) {
        PageAddress.Found found = page.find(Visitors.host(request));
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (Role role : Role.values()) {
            Link link = links.issue(role);
            all.putObject(role.word())
                    // no server and no Referer ever sees what stands behind the # (RFC 9110, section 4.2.3)
                    .put("url", found.base() + "#key=" + link.token())
                    .put("until", link.until().toString());
        }
        return all.put("reachable", found.reachable()).put("advice", found.advice());
    }
}
