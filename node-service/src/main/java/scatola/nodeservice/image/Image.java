package scatola.nodeservice.image;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import scatola.bus.ImageName;

/**
 * A guest image that was found whole: every file it names is there.
 *
 * @param name its folder's name
 * @param description one line for people
 * @param architecture as QEMU says it, such as {@code x86_64}
 * @param kernel the kernel's file, or null where the disk or ISO boots by itself
 * @param initrd the initial RAM file system, or null
 * @param disk a raw or (by its name's end) qcow2 disk, opened with snapshot=on, or null
 * @param cdrom an ISO, or null
 * @param append the kernel's command line, empty where there is no kernel
 * @param machine QEMU's machine type, such as {@code pc}
 * @param cpu QEMU's CPU model, or null for its default
 * @param memoryMib what it needs to boot
 * @param talk how its command line is reached
 * @param sizeBytes of all its files
 * @param nic QEMU's NIC model that the guest has a driver for, {@code virtio-net} unless it is an old one
 */
public record Image(
        ImageName name,
        String description,
        String architecture,
        @Nullable Path kernel,
        @Nullable Path initrd,
        @Nullable Path disk,
        @Nullable Path cdrom,
        String append,
        String machine,
        @Nullable String cpu,
        int memoryMib,
        Talk talk,
        long sizeBytes,
        String nic) {
    /** The NIC model of every image that does not ask for another. */
    public static final String VIRTIO_NET = "virtio-net";

    /** An image with virtio NICs; see the record for the parameters. */
    public Image(
            ImageName name,
            String description,
            String architecture,
            @Nullable Path kernel,
            @Nullable Path initrd,
            @Nullable Path disk,
            @Nullable Path cdrom,
            String append,
            String machine,
            @Nullable String cpu,
            int memoryMib,
            Talk talk,
            long sizeBytes) {
        this(
                name,
                description,
                architecture,
                kernel,
                initrd,
                disk,
                cdrom,
                append,
                machine,
                cpu,
                memoryMib,
                talk,
                sizeBytes,
                VIRTIO_NET);
    }
}
