package scatola.nodeservice;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import scatola.bus.message.Phase;
import scatola.nodeservice.vm.VmOwner;

/** Whether the service is well, and its figures in the text format of Prometheus (version 0.0.4). */
@Path("/")
public class HealthResource {
    private final NodeApplication application;

    HealthResource(NodeApplication application) {
        this.application = application;
    }

    /** @return 200 when the node is on the bus, 503 with a reason when it is not */
    @GET
    @Path("health")
    @Produces(MediaType.TEXT_PLAIN)
    public Response health() {
        return application.node().isConnected()
                ? Response.ok("on the bus\n").build()
                : Response.status(Response.Status.SERVICE_UNAVAILABLE)
                        .entity("the broker is not connected: see the log\n")
                        .build();
    }

    /** @return the figures */
    @GET
    @Path("metrics")
    @Produces("text/plain; version=0.0.4; charset=utf-8")
    public String metrics() {
        Node node = application.node();
        Stream<VmOwner> running =
                node.vms().all().stream().filter(owner -> owner.snapshot().phase() == Phase.RUNNING);
        return metric("scatola_bus_connected", "gauge", "1 while the node is on the bus.", node.isConnected() ? 1 : 0)
                + metric(
                        "scatola_guests",
                        "gauge",
                        "Guests on this node.",
                        node.vms().all().size())
                + metric("scatola_guests_running", "gauge", "Guests that run and answer.", running.count())
                + metric(
                        "scatola_alerts",
                        "gauge",
                        "Alerts raised now.",
                        node.alerts().count())
                + metric(
                        "scatola_commands_total",
                        "counter",
                        "Commands admitted.",
                        node.desk().admitted())
                + metric(
                        "scatola_commands_refused_total",
                        "counter",
                        "Commands refused or failed.",
                        node.desk().refused())
                + metric(
                        "scatola_uptime_seconds",
                        "gauge",
                        "Since the service started.",
                        ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
    }

    private static String metric(String name, String type, String help, long value) {
        return "# HELP %s %s\n# TYPE %s %s\n%s %d\n".formatted(name, help, name, type, name, value);
    }
}
