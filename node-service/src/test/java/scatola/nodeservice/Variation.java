package scatola.nodeservice;

import java.nio.file.Path;

/** A node's settings, but for what a test wants otherwise. */
final class Variation {
    private final NodeSettings usual;
    private Path images;
    private String programs;
    private String uplink;
    private int guestsMax;
    private int guestsMemoryMib;
    private String vnl;

    Variation(NodeSettings usual) {
        this.usual = usual;
        images = usual.images();
        programs = usual.programs();
        uplink = usual.uplink();
        guestsMax = usual.guestsMax();
        guestsMemoryMib = usual.guestsMemoryMib();
        vnl = usual.vnl();
    }

    Variation images(Path folder) {
        images = folder;
        return this;
    }

    Variation programs(String path) {
        programs = path;
        return this;
    }

    Variation uplink(String name) {
        uplink = name;
        return this;
    }

    Variation guests(int max, int memoryMib) {
        guestsMax = max;
        guestsMemoryMib = memoryMib;
        return this;
    }

    Variation vnl(String template) {
        vnl = template;
        return this;
    }

    NodeSettings settings() {
        return new NodeSettings(
                usual.name(),
                usual.brokerHost(),
                usual.brokerPort(),
                usual.credentials(),
                usual.root(),
                usual.instance(),
                usual.folder(),
                images,
                programs,
                uplink,
                guestsMax,
                guestsMemoryMib,
                vnl,
                usual.powerOffWithin(),
                usual.version());
    }
}
