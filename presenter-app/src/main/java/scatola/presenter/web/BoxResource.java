package scatola.presenter.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import scatola.presenter.picture.Picture;

/** The world as JSON. */
@Path("/api/box")
public final class BoxResource {
    private final Place place;

    BoxResource(Place place) {
        this.place = place;
    }

    /** @return everything that holds in the box */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String box() {
        return Picture.of(place.world(), place.isConnected(), place.now()).json() + "\n";
    }
}
