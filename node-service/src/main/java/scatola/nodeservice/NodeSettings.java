package scatola.nodeservice;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import scatola.bus.NodeName;
import scatola.bus.client.BusCredentials;

/**
 * What a node has to be told.
 *
 * @param name its name, unique in the box
 * @param brokerHost where the broker is
 * @param brokerPort its TCP port
 * @param credentials as whom it comes to the broker; null for one that asks nobody
 * @param root of all topics
 * @param instance the box's name: tells virtual networks of two boxes apart
 * @param folder the node's own: definitions, sockets, session
 * @param images the catalogue's folder
 * @param programs folders to look for QEMU in, as in the environment variable PATH
 * @param uplink the interface that leads to the others
 * @param guestsMax how many guests it takes
 * @param guestsMemoryMib how much memory they may have together
 * @param vnl template of virtual networks' locators
 * @param powerOffWithin how long a guest may take to power off
 * @param version of the service
 */
public record NodeSettings(
        NodeName name,
        String brokerHost,
        int brokerPort,
        @Nullable BusCredentials credentials,
        String root,
        String instance,
        Path folder,
        Path images,
        String programs,
        String uplink,
        int guestsMax,
        int guestsMemoryMib,
        String vnl,
        Duration powerOffWithin,
        String version) {}
