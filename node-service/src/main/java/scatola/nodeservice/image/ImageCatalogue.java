package scatola.nodeservice.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.ImageName;
import scatola.bus.Quoted;

/**
 * The folder of guest images, each a folder with an {@code image.json}. Safe for several threads; only
 * {@link #refresh} touches the disk.
 */
public final class ImageCatalogue {
    /** The name of the file in an image's folder that says what the image is. */
    public static final String MANIFEST = "image.json";

    private static final int LONGEST_MANIFEST = 64 * 1024;
    private static final byte[] QCOW2_MAGIC = {'Q', 'F', 'I', (byte) 0xfb};

    private final Path folder;
    private final String architecture;
    private volatile CatalogueSnapshot current;

    /**
     * Reads the folder for the first time.
     *
     * @param folder where the images' folders are; it need not exist
     * @param architecture what this node can run, as QEMU says it
     */
    public ImageCatalogue(Path folder, String architecture) {
        this.folder = folder;
        this.architecture = architecture;
        this.current = read();
    }

    /** @return this machine's architecture as QEMU says it, such as {@code x86_64} or {@code aarch64} */
    public static String hostArchitecture() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }

    /** @return what the folder held when it was last read */
    public CatalogueSnapshot current() {
        return current;
    }

    /**
     * Reads the folder again. A broken image is reported in the snapshot and does not keep the others from working.
     *
     * @return what it holds now
     */
    public CatalogueSnapshot refresh() {
        CatalogueSnapshot fresh = read();
        current = fresh;
        return fresh;
    }

    private CatalogueSnapshot read() {
        List<Image> images = new ArrayList<>();
        List<CatalogueSnapshot.Broken> broken = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            Path root = folder.toRealPath();
            for (Path entry :
                    entries.filter(ImageCatalogue::mayBeAnImage).sorted().toList()) {
                switch (readImage(root, entry)) {
                    case Decoded.Value<Image> good -> images.add(good.value());
                    case Decoded.Malformed<Image> bad ->
                        broken.add(new CatalogueSnapshot.Broken(
                                Quoted.of(entry.getFileName().toString()), bad.reason()));
                }
            }
        } catch (NoSuchFileException e) {
            broken.add(new CatalogueSnapshot.Broken(
                    folder.toString(),
                    "there is no folder %s: build an image with ./scatola image build, or say with SCATOLA_IMAGES where they are"
                            .formatted(folder)));
        } catch (IOException e) {
            broken.add(new CatalogueSnapshot.Broken(
                    folder.toString(), "the folder %s can't be read (%s): check its rights".formatted(folder, e)));
        }
        return new CatalogueSnapshot(images, broken);
    }

    private static boolean mayBeAnImage(Path entry) {
        return Files.isDirectory(entry) && !entry.getFileName().toString().startsWith(".");
    }

    private Decoded<Image> readImage(Path root, Path entry) {
        try {
            ImageName name = new ImageName(entry.getFileName().toString());
            Decoded<Manifest> manifest = Fields.decodeLarge(manifestBytes(entry), Manifest::read);
            return switch (manifest) {
                case Decoded.Value<Manifest> good -> new Decoded.Value<>(resolve(root, entry, name, good.value()));
                case Decoded.Malformed<Manifest> bad -> new Decoded.Malformed<>(MANIFEST + ": " + bad.reason());
            };
        } catch (IllegalArgumentException | BrokenImage e) {
            return new Decoded.Malformed<>(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Decoded.Malformed<>("can't be read (%s): check its rights".formatted(e));
        }
    }

    private static byte[] manifestBytes(Path entry) throws IOException, BrokenImage {
        Path file = entry.resolve(MANIFEST);
        if (!Files.exists(file)) {
            throw new BrokenImage(
                    "has no %s: write one as images/README.md says, or remove the folder".formatted(MANIFEST));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_MANIFEST + 1);
            if (bytes.length > LONGEST_MANIFEST) {
                throw new BrokenImage(
                        "%s has more than %d bytes: that is no manifest".formatted(MANIFEST, LONGEST_MANIFEST));
            }
            return bytes;
        }
    }

    private Image resolve(Path root, Path entry, ImageName name, Manifest manifest) throws IOException, BrokenImage {
        if (!manifest.architecture().equals(architecture)) {
            throw new BrokenImage("is for %s, but this node runs %s: build it for %s"
                    .formatted(manifest.architecture(), architecture, architecture));
        }
        Path kernel = file(root, entry, "kernel", manifest.kernel());
        Path initrd = file(root, entry, "initrd", manifest.initrd());
        Path disk = file(root, entry, "disk", manifest.disk());
        Path cdrom = file(root, entry, "cdrom", manifest.cdrom());
        checkDiskName(disk);
        long sizeBytes = 0;
        for (Path file : new @Nullable Path[] {kernel, initrd, disk, cdrom}) {
            sizeBytes += file == null ? 0 : Files.size(file);
        }
        return new Image(
                name,
                manifest.description(),
                manifest.architecture(),
                kernel,
                initrd,
                disk,
                cdrom,
                manifest.append(),
                manifest.machine(),
                manifest.cpu(),
                manifest.memoryMib(),
                manifest.talk(),
                sizeBytes,
                manifest.nic());
    }

    private static @Nullable Path file(Path root, Path entry, String field, @Nullable String text)
            throws IOException, BrokenImage {
        if (text == null) {
            return null;
        }
        Path relative;
        try {
            relative = Path.of(text);
        } catch (InvalidPathException e) {
            throw new BrokenImage("%s: '%s' is no file name".formatted(field, Quoted.of(text)), e);
        }
        if (text.isEmpty() || relative.isAbsolute() || relative.normalize().startsWith("..")) {
            throw new BrokenImage(
                    "%s: '%s' must be the name of a file inside the image's folder".formatted(field, Quoted.of(text)));
        }
        Path file = entry.resolve(relative);
        if (!Files.exists(file)) {
            throw new BrokenImage("%s: there is no file '%s': put it there or build the image again"
                    .formatted(field, Quoted.of(text)));
        }
        Path real = file.toRealPath();
        if (!real.startsWith(root)) {
            throw new BrokenImage("%s: '%s' leads out of the catalogue to %s: copy the file instead"
                    .formatted(field, Quoted.of(text), Quoted.of(real.toString())));
        }
        if (!Files.isRegularFile(real) || !Files.isReadable(real)) {
            throw new BrokenImage(
                    "%s: '%s' is no file that may be read: check its rights".formatted(field, Quoted.of(text)));
        }
        return real;
    }

    /** A disk's format is told by its name and never guessed by QEMU from what a guest may have written. */
    private static void checkDiskName(@Nullable Path disk) throws IOException, BrokenImage {
        if (disk == null) {
            return;
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(disk)) {
            head = in.readNBytes(QCOW2_MAGIC.length);
        }
        boolean qcow2 = new String(head, StandardCharsets.ISO_8859_1)
                .equals(new String(QCOW2_MAGIC, StandardCharsets.ISO_8859_1));
        if (qcow2 != disk.toString().endsWith(".qcow2")) {
            throw new BrokenImage("disk: '%s' is %s: rename it to end in %s"
                    .formatted(
                            Quoted.of(disk.getFileName().toString()),
                            qcow2 ? "qcow2" : "not qcow2",
                            qcow2 ? ".qcow2" : ".img"));
        }
    }

    /** Why a folder is no image. */
    private static final class BrokenImage extends Exception {
        private static final long serialVersionUID = 1;

        BrokenImage(String reason) {
            super(reason);
        }

        BrokenImage(String reason, Throwable cause) {
            super(reason, cause);
        }
    }
}
