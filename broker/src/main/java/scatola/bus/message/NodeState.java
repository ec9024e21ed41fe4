package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.ImageName;
import scatola.bus.Stamp;

/**
 * What a node is and has. Said again at least every {@link #REFRESH_S} seconds.
 *
 * @param stamp when
 * @param accelerator what executes guests
 * @param cpu processors
 * @param memory the board's memory
 * @param temperatureC the board's temperature, or null where it has no sensor
 * @param images what can be booted
 * @param room what is left for guests
 * @param uplink the node's cable
 * @param versions of the node's parts
 */
public record NodeState(
        Stamp stamp,
        Accelerator accelerator,
        Cpu cpu,
        Memory memory,
        @Nullable Double temperatureC,
        List<ImageEntry> images,
        Room room,
        Uplink uplink,
        Versions versions)
        implements Message {
    /** Seconds between two refreshes; a reader that missed three marks the node lost. */
    public static final int REFRESH_S = 5;

    private static final int MOST_IMAGES = 256;

    /** Copies the list. */
    public NodeState {
        images = List.copyOf(images);
    }

    /**
     * What executes guests.
     *
     * @param name {@code kvm}, {@code tcg}, or {@code unknown} while it is being found out
     * @param reason how that was found out
     */
    public record Accelerator(String name, String reason) {}

    /**
     * Processors.
     *
     * @param cores how many
     * @param usedPct busy since the last message, 0 to 100
     * @param load1m load average of the last minute
     */
    public record Cpu(int cores, double usedPct, double load1m) {}

    /**
     * The board's memory.
     *
     * @param totalMib all of it
     * @param availableMib what could be given out
     */
    public record Memory(long totalMib, long availableMib) {}

    /**
     * An image in the catalogue.
     *
     * @param name its name
     * @param description one line for people
     * @param architecture as QEMU says it
     * @param memoryMib what a guest of it needs
     * @param sizeBytes of its files
     */
    public record ImageEntry(ImageName name, String description, String architecture, int memoryMib, long sizeBytes) {}

    /**
     * What is left for guests.
     *
     * @param guests how many there are, running or not
     * @param guestsMax how many may
     * @param memoryMib what those have
     * @param memoryMaxMib what they may have together
     */
    public record Room(int guests, int guestsMax, int memoryMib, int memoryMaxMib) {}

    /**
     * The node's cable, in short; more on its own topic.
     *
     * @param name of the interface
     * @param address its IPv4 address with prefix, or null
     */
    public record Uplink(String name, @Nullable String address) {}

    /**
     * Versions of the node's parts.
     *
     * @param service the node service
     * @param java the runtime
     * @param qemu QEMU, or null where it is not installed
     * @param kernel the host's kernel
     */
    public record Versions(
            String service, String java, @Nullable String qemu, String kernel) {}

    /**
     * @param fields the payload
     * @return the message
     */
    public static NodeState from(Fields fields) {
        return new NodeState(
                fields.stamp(),
                fields.object("accelerator", f -> new Accelerator(f.text("name"), f.text("reason"))),
                fields.object(
                        "cpu",
                        f -> new Cpu(
                                (int) f.integer("cores", 1, 4096),
                                f.number("used_pct", 0, 100),
                                f.number("load_1m", 0, 1e6))),
                fields.object(
                        "memory",
                        f -> new Memory(
                                f.integer("total_mib", 0, Long.MAX_VALUE),
                                f.integer("available_mib", 0, Long.MAX_VALUE))),
                fields.numberOrNull("temperature_c", -100, 200),
                fields.objects("images", MOST_IMAGES, NodeState::image),
                fields.object(
                        "room",
                        f -> new Room(
                                (int) f.integer("guests", 0, Integer.MAX_VALUE),
                                (int) f.integer("guests_max", 0, Integer.MAX_VALUE),
                                (int) f.integer("memory_mib", 0, Integer.MAX_VALUE),
                                (int) f.integer("memory_max_mib", 0, Integer.MAX_VALUE))),
                fields.object("uplink", f -> new Uplink(f.text("interface"), f.textOrNull("address"))),
                fields.object(
                        "versions",
                        f -> new Versions(f.text("service"), f.text("java"), f.textOrNull("qemu"), f.text("kernel"))));
    }

    private static ImageEntry image(Fields f) {
        return new ImageEntry(
                f.as("name", ImageName::new),
                f.text("description"),
                f.text("architecture"),
                (int) f.integer("memory_mib", 1, Integer.MAX_VALUE),
                f.integer("size_bytes", 0, Long.MAX_VALUE));
    }

    @Override
    public ObjectNode json() {
        return Json.object()
                .stamp(stamp)
                .put(
                        "accelerator",
                        Json.object().put("name", accelerator.name()).put("reason", accelerator.reason()))
                .put(
                        "cpu",
                        Json.object()
                                .put("cores", cpu.cores())
                                .put("used_pct", cpu.usedPct())
                                .put("load_1m", cpu.load1m()))
                .put(
                        "memory",
                        Json.object().put("total_mib", memory.totalMib()).put("available_mib", memory.availableMib()))
                .put("temperature_c", temperatureC)
                .objects(
                        "images",
                        images,
                        image -> Json.object()
                                .put("name", image.name())
                                .put("description", image.description())
                                .put("architecture", image.architecture())
                                .put("memory_mib", image.memoryMib())
                                .put("size_bytes", image.sizeBytes()))
                .put(
                        "room",
                        Json.object()
                                .put("guests", room.guests())
                                .put("guests_max", room.guestsMax())
                                .put("memory_mib", room.memoryMib())
                                .put("memory_max_mib", room.memoryMaxMib()))
                .put("uplink", Json.object().put("interface", uplink.name()).put("address", uplink.address()))
                .put(
                        "versions",
                        Json.object()
                                .put("service", versions.service())
                                .put("java", versions.java())
                                .put("qemu", versions.qemu())
                                .put("kernel", versions.kernel()))
                .node();
    }
}
