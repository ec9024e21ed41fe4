package scatola.nodeservice.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.ImageName;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.bus.message.Json;
import scatola.bus.message.VmState;

/**
 * The guests' definitions on disk: a folder each, which is also where its machine keeps sockets and pid file. A
 * definition is written beside the old one and then takes its place, so that a crash leaves one of the two.
 */
public final class Definitions {
    private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);
    private static final String FILE = "guest.json";

    private final Path folder;

    /** @param folder holds a folder per guest; made if it is not there */
    public Definitions(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder of guests " + folder, e);
        }
    }

    /**
     * @param vm a guest
     * @return its own folder
     */
    Path folder(VmName vm) {
        return folder.resolve(vm.text());
    }

    /**
     * Reads all definitions. One that can't be read is logged and left alone.
     *
     * @return those that could be read
     */
    List<Definition> load() {
        List<Definition> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
            for (Path entry : folders) {
                Path file = entry.resolve(FILE);
                if (!Files.exists(file)) {
                    continue;
                }
                switch (Fields.decodeLarge(Files.readAllBytes(file), Definitions::read)) {
                    case Decoded.Value<Definition> good -> all.add(good.value());
                    case Decoded.Malformed<Definition> bad ->
                        LOG.error("{} can't be read and its guest is left alone: {}", file, bad.reason());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the folder of guests " + folder, e);
        }
        return all;
    }

    void save(Definition definition) {
        Path own = folder(definition.vm());
        try {
            Files.createDirectories(own);
            Path fresh = own.resolve(FILE + ".new");
            Files.writeString(fresh, write(definition).node().toString());
            Files.move(fresh, own.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the definition of %s in %s".formatted(definition.vm(), own), e);
        }
    }

    void forget(VmName vm) {
        Path own = folder(vm);
        try (Stream<Path> files = Files.exists(own) ? Files.walk(own) : Stream.empty()) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear away %s".formatted(own), e);
        }
    }

    private static Json write(Definition definition) {
        return Json.object()
                .put("vm", definition.vm())
                .put("image", definition.image())
                .put("memory_mib", definition.memoryMib())
                .put("wanted", definition.wanted())
                .objects(
                        "nics",
                        definition.nics(),
                        nic -> Json.object()
                                .put("network", nic.nic().network())
                                .put("mac", nic.nic().mac())
                                .put("vnl", nic.nic().vnl())
                                .put("plugged", nic.plugged())
                                .put("ip", nic.ip())
                                .put("by", nic.by()))
                .put("boot_ms", definition.bootMs())
                .put("answered", definition.answered())
                .put("paused", definition.paused());
    }

    private static Definition read(Fields fields) {
        return new Definition(
                fields.as("vm", VmName::new),
                fields.as("image", ImageName::new),
                (int) fields.integer("memory_mib", 1, Integer.MAX_VALUE),
                fields.flag("wanted", false),
                fields.objects(
                        "nics",
                        VmState.MOST_NICS,
                        f -> new NicState(
                                new Nic(
                                        f.as("network", NetworkName::new),
                                        f.as("mac", MacAddress::new),
                                        f.as("vnl", VirtualNetworkLocator::new)),
                                f.flag("plugged", true),
                                f.asOrNull("ip", Ipv4Cidr::of),
                                f.textOrNull("by"))),
                fields.integerOrNull("boot_ms", 0, Long.MAX_VALUE),
                fields.flag("answered", false),
                fields.flag("paused", false));
    }
}
