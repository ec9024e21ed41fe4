package scatola.nodeservice.node;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.message.NodeState;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.report.Reporter;
import scatola.nodeservice.vm.Definition;
import scatola.nodeservice.vm.Room;

/** Says what the node is and has. Blocks for some milliseconds; one caller at a time. */
public final class Telemetry {
    private final NodeName node;
    private final Board board;
    private final Supplier<NodeState.Accelerator> accelerator;
    private final Supplier<List<Image>> images;
    private final Supplier<List<Definition>> guests;
    private final Room room;
    private final Uplink uplink;
    private final NodeState.Versions versions;
    private final Reporter reporter;

    /**
     * @param node this node
     * @param board its figures
     * @param accelerator as far as known
     * @param images the catalogue
     * @param guests its guests
     * @param room how many it takes
     * @param uplink its cable
     * @param serviceVersion the service's
     * @param qemuVersion QEMU's, empty where it is not installed
     * @param reporter says it
     */
    public Telemetry(
            NodeName node,
            Board board,
            Supplier<NodeState.Accelerator> accelerator,
            Supplier<List<Image>> images,
            Supplier<List<Definition>> guests,
            Room room,
            Uplink uplink,
            String serviceVersion,
            Optional<String> qemuVersion,
            Reporter reporter) {
        this.node = node;
        this.board = board;
        this.accelerator = accelerator;
        this.images = images;
        this.guests = guests;
        this.room = room;
        this.uplink = uplink;
        this.versions = new NodeState.Versions(
                serviceVersion,
                System.getProperty("java.vm.name", "Java") + " " + Runtime.version(),
                qemuVersion.orElse(null),
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
        this.reporter = reporter;
    }

    /** Says it now. */
    public synchronized void tell() {
        List<Definition> there = guests.get();
        NodeState.Accelerator executes = accelerator.get();
        NodeState.Cpu cpu = board.cpu();
        NodeState.Memory memory = board.memory();
        Double temperature = board.temperatureC();
        List<NodeState.ImageEntry> catalogue = images.get().stream()
                .map(image -> new NodeState.ImageEntry(
                        image.name(), image.description(), image.architecture(), image.memoryMib(), image.sizeBytes()))
                .toList();
        NodeState.Room left = new NodeState.Room(
                there.size(),
                room.guestsMax(),
                there.stream().mapToInt(Definition::memoryMib).sum(),
                room.memoryMaxMib());
        NodeState.Uplink cable = new NodeState.Uplink(uplink.name(), uplink.address());
        reporter.keep(
                new Topic.NodeState(node),
                stamp -> new NodeState(stamp, executes, cpu, memory, temperature, catalogue, left, cable, versions));
    }
}
