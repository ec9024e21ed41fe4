package scatola.nodeservice;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import scatola.bus.NodeName;
import scatola.bus.client.BusCredentials;
import scatola.nodeservice.node.Board;

/** The service: a {@link Node} that lives as long as Quarkus does. */
@ApplicationScoped
class NodeApplication {
    private final Node node;

    NodeApplication(
            Configuration configuration,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "quarkus.http.host") String httpHost,
            @ConfigProperty(name = "quarkus.http.port") int httpPort) {
        HttpPort.demandFree(httpHost, httpPort);
        node = new Node(new NodeSettings(
                new NodeName(configuration.node().name()),
                configuration.broker().host(),
                configuration.broker().port(),
                configuration.credentials().map(BusCredentials::read).orElse(null),
                configuration.root(),
                configuration.instance(),
                configuration.folder().toAbsolutePath(),
                configuration.images().toAbsolutePath(),
                System.getenv().getOrDefault("PATH", ""),
                configuration.uplink(),
                configuration.guests().max(),
                configuration.guests().memoryMib().orElseGet(NodeApplication::half),
                configuration.vnl(),
                configuration.guests().powerOffWithin(),
                version));
    }

    private static int half() {
        // QEMU takes about 100 MiB beside each guest, and the node has a life of its own
        return (int) (new Board().memory().totalMib() / 2);
    }

    Node node() {
        return node;
    }

    void started(@Observes StartupEvent event) {
        node.start();
    }

    /** Each second, so that silence tells within three that a cable was pulled: a broker may take longer to notice. */
    @Scheduled(every = "1s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        node.refresh();
    }

    @Scheduled(every = "4s", delayed = "4s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        node.count();
    }

    void stopping(@Observes ShutdownEvent event) {
        node.close();
    }
}
