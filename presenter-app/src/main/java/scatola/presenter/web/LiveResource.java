package scatola.presenter.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Tells who asks for {@link LiveSocket} without a WebSocket what it is. */
@Path("/api/live")
public final class LiveResource {
    /** @return 426, with what to upgrade to (RFC 9110, section 15.5.22) */
    @GET
    public Response live() {
        Response told = Problem.of(426, "/api/live is a WebSocket: open ws://… with websocat, or take /api/box")
                .response();
        return Response.fromResponse(told)
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .build();
    }
}
