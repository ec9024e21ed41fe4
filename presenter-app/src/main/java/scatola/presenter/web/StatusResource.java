package scatola.presenter.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The state of the box as text. */
@Path("/api/status")
public final class StatusResource {
    private final Place place;

    StatusResource(Place place) {
        this.place = place;
    }

    /** @return tables for a terminal: where the box is, its nodes, guests and alerts */
    @GET
    @Produces("text/plain;charset=UTF-8")
    public String status() {
        return StatusText.of(place);
    }
}
