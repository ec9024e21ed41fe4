package scatola.nodeservice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import scatola.nodeservice.link.vde.VirtualNetworks;

/** The service's configuration: environment variables {@code SCATOLA_…}, or application.properties. */
@ConfigMapping(prefix = "scatola")
interface Configuration {
    /** The node. */
    Node node();

    /** Where the bus is. */
    Broker broker();

    /** A file that says as whom to come to the broker, and by which CA to know it; see docs/security.md. */
    Optional<Path> credentials();

    /** The first level of all topics. */
    @WithDefault("scatola")
    String root();

    /** The box's name. */
    @WithDefault("box")
    String instance();

    /** The node's own folder. */
    @WithDefault("/var/lib/scatola")
    Path folder();

    /** The catalogue of images. */
    @WithDefault("/var/lib/scatola/images")
    Path images();

    /** The interface that leads to the others. */
    @WithDefault("eth0")
    String uplink();

    /** Template of virtual networks' locators. */
    @WithDefault(VirtualNetworks.DEFAULT_TEMPLATE)
    String vnl();

    /** Bounds on guests. */
    Guests guests();

    /** The node. */
    interface Node {
        /** Its name. */
        String name();
    }

    /** Where the bus is. */
    interface Broker {
        /** The broker's host. */
        @WithDefault("localhost")
        String host();

        /** The broker's TCP port. */
        @WithDefault("1883")
        int port();
    }

    /** Bounds on guests. */
    interface Guests {
        /** How many. */
        @WithDefault("16")
        int max();

        /** MiB of memory for all together; half of the board's if not given. */
        OptionalInt memoryMib();

        /** How long one may take to power off before it is killed. */
        @WithDefault("10S")
        Duration powerOffWithin();
    }
}
