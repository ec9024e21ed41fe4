package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What every integration test may rely on: it is alone on the machine, as far as it can see. */
class SealedIT {

    @Test
    void anIntegrationTestSeesNoNetworkButItsOwnLoopback() throws IOException {
        assertThat(NetworkInterface.networkInterfaces().map(NetworkInterface::getName))
                .containsExactly("lo");
        assertThat(NetworkInterface.getByName("lo").supportsMulticast()).isTrue();
    }

    @Test
    void anIntegrationTestSeesNoProcessButItsOwn() {
        assertThat(ProcessHandle.of(1).orElseThrow().descendants())
                .contains(ProcessHandle.current())
                .hasSameSizeAs(ProcessHandle.allProcesses().skip(1).toList());
    }

    @Test
    void anIntegrationTestHasAFolderForSocketsToItself() throws IOException {
        Path folder = Files.createDirectory(Path.of("/run/scatola"));

        assertThat(folder).isEmptyDirectory();
    }
}
