package scatola.nodeservice.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.ImageName;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;

class DefinitionsTest {
    private static final Definition DOGE = new Definition(
            new VmName("doge1"),
            new ImageName("doge"),
            128,
            true,
            List.of(
                    nic("stage", "52:54:00:00:00:01", Ipv4Cidr.of("10.1.1.1/24"), true),
                    nic("back", "52:54:00:00:00:02", null, false)),
            840L,
            true,
            false);

    private final Path folder;
    private final Definitions definitions;

    DefinitionsTest(@TempDir Path folder) {
        this.folder = folder;
        this.definitions = new Definitions(folder);
    }

    @Test
    void whatWasSavedIsLoadedAgain() {
        definitions.save(DOGE);

        assertThat(definitions.load()).containsExactly(DOGE);
    }

    @Test
    void aForgottenGuestLeavesNothing() {
        definitions.save(DOGE);

        definitions.forget(DOGE.vm());

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aDefinitionThatCannotBeReadIsLeftAlone() throws IOException {
        definitions.save(DOGE);
        Path broken = Files.createDirectories(folder.resolve("doge2")).resolve("guest.json");
        Files.writeString(broken, "{\"vm\":\"doge2\"");

        assertThat(definitions.load()).containsExactly(DOGE);
        assertThat(broken).hasContent("{\"vm\":\"doge2\"");
    }

    @Test
    void aFullNodeSaysWhatItHas() {
        Optional<String> refusal = new Room(1, 1024).refuse(List.of(DOGE), 64);

        assertThat(refusal).hasValueSatisfying(reason -> assertThat(reason).contains("has 1 guests"));
    }

    @Test
    void aNodeWithoutMemoryLeftSaysHowMuchIsAskedFor() {
        Optional<String> refusal = new Room(8, 150).refuse(List.of(DOGE), 64);

        assertThat(refusal)
                .hasValueSatisfying(reason -> assertThat(reason).contains("128 of 150 MiB and 64 more are asked for"));
    }

    private static NicState nic(String network, String mac, @Nullable Ipv4Cidr ip, boolean plugged) {
        return new NicState(
                new Nic(
                        new NetworkName(network),
                        new MacAddress(mac),
                        new VirtualNetworkLocator("vxvde://239.1.2.3/vni=7")),
                plugged,
                ip,
                null);
    }
}
