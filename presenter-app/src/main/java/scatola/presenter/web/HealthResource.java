package scatola.presenter.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/** Whether this app is of use just now. */
@Path("/health")
public final class HealthResource {
    private final Place place;

    HealthResource(Place place) {
        this.place = place;
    }

    /** @return 200 if the broker is connected, else 503 with the reason */
    @GET
    @Produces("text/plain;charset=UTF-8")
    public Response health() {
        return place.isConnected()
                ? Response.ok("connected to the broker at %s\n".formatted(place.broker()))
                        .build()
                : Response.status(Response.Status.SERVICE_UNAVAILABLE)
                        .entity(place.noBroker() + "\n")
                        .build();
    }
}
