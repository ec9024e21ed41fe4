package scatola.nodeservice.vm.qemu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.nodeservice.image.Image;

/**
 * Finds out whether KVM works here by booting a guest with it. A {@code /dev/kvm} that opens and answers proves nothing.
 * What was found is kept in a file until the machine boots again; several services may share the file, and only one
 * of them then boots the probe guest.
 */
public final class AcceleratorProbe {
    private static final Path DEVICE = Path.of("/dev/kvm");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Logger LOG = LoggerFactory.getLogger(AcceleratorProbe.class);

    /** A lock on a file is the whole JVM's: a second thread that asks for it is not made to wait, it is thrown out. */
    private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

    private final QemuProgram program;
    private final Path cache;
    private final Path device;

    /**
     * @param program the QEMU to try
     * @param cache the file to keep the result in; its folder is made where it is missing
     */
    public AcceleratorProbe(QemuProgram program, Path cache) {
        this(program, cache, DEVICE);
    }

    AcceleratorProbe(QemuProgram program, Path cache, Path device) {
        this.program = program;
        this.cache = cache;
        this.device = device;
    }

    /**
     * Blocks for at most some milliseconds where the result is known or plain, and otherwise for a second where KVM
     * works and two to ten where it does not. Call it early and beside everything else. Safe for several threads.
     *
     * @param images the one with the smallest kernel is booted; its initrd is not
     * @return the accelerator to use; TCG wherever KVM is not proved
     */
    public Accelerator prove(List<Image> images) {
        Optional<Path> file = program.located();
        if (file.isEmpty()) {
            return tcg(program.missing());
        }
        if (!Files.exists(device)) {
            return tcg("%s does not exist: no virtualization, or the kvm module is not loaded".formatted(device));
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            return tcg("%s may not be opened by %s: add that user to the group kvm"
                    .formatted(device, System.getProperty("user.name")));
        }
        Optional<Image> smallest =
                images.stream().filter(image -> image.kernel() != null).min(Comparator.comparingLong(Image::sizeBytes));
        if (smallest.isEmpty()) {
            return tcg("no image with a kernel in the catalogue to prove KVM with");
        }
        return proveOnce(file.get(), smallest.get());
    }

    private Accelerator proveOnce(Path file, Image image) {
        Path lock = cache.resolveSibling(cache.getFileName() + ".lock");
        IN_THIS_JVM.lock();
        try {
            Files.createDirectories(cache.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                Accelerator known = recall();
                if (known != null) {
                    return known;
                }
                Accelerator found = ProbeGuest.boot(file, image);
                remember(found);
                return found;
            }
        } catch (IOException e) {
            LOG.warn("the accelerator's cache {} can't be used", cache, e);
            return tcg("KVM was not tried: %s can't be used (%s)".formatted(cache, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tcg("the probe guest was interrupted: the node service is stopping");
        } finally {
            IN_THIS_JVM.unlock();
        }
    }

    private @Nullable Accelerator recall() throws IOException {
        byte[] text;
        try {
            text = Files.readAllBytes(cache);
        } catch (NoSuchFileException e) {
            return null;
        }
        return switch (Fields.decode(text, AcceleratorProbe::read)) {
            case Decoded.Value<Remembered> good ->
                good.value().isOf(bootId(), version()) ? good.value().accelerator() : null;
            case Decoded.Malformed<Remembered> bad -> {
                LOG.warn("{} is not understood: {}; probing again", cache, bad.reason());
                yield null;
            }
        };
    }

    private void remember(Accelerator found) throws IOException {
        ObjectNode text = JsonNodeFactory.instance
                .objectNode()
                .put("boot_id", bootId())
                .put("qemu", version())
                .put("accelerator", found.kind().toString())
                .put("reason", found.reason());
        Path fresh = cache.resolveSibling(cache.getFileName() + ".new");
        Files.writeString(fresh, text.toPrettyString() + "\n");
        Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Remembered read(Fields fields) {
        return new Remembered(
                fields.text("boot_id"),
                fields.text("qemu"),
                new Accelerator(fields.oneOf("accelerator", Accelerator.Kind.values()), fields.text("reason")));
    }

    private static String bootId() throws IOException {
        return Files.readString(BOOT_ID).strip();
    }

    private String version() {
        return program.version().orElse("unknown");
    }

    private static Accelerator tcg(String reason) {
        return new Accelerator(Accelerator.Kind.TCG, reason);
    }

    private record Remembered(String bootId, String qemu, Accelerator accelerator) {
        boolean isOf(String thisBoot, String thisQemu) {
            return bootId.equals(thisBoot) && qemu.equals(thisQemu);
        }
    }
}
