package scatola.bus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What can be tried of deploy/compose.yaml without a Docker engine. */
class ComposeIT {
    private static final Path DEPLOY = Home.folder().resolve("deploy");

    private final JsonNode broker =
            new YAMLMapper().readTree(DEPLOY.resolve("compose.yaml").toFile()).at("/services/broker");

    ComposeIT() throws IOException {}

    @Test
    void nothingIsPublishedButOnTheLoopback() {
        assertThat(texts("ports")).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void whatIsMountedIsThereAndStaysAsItIs() {
        assertThat(texts("volumes")).isNotEmpty().allSatisfy(volume -> {
            String[] parts = volume.split(":", -1);
            assertThat(DEPLOY.resolve(parts[0]).normalize()).exists();
            assertThat(parts[2]).isEqualTo("ro");
        });
    }

    /** In this test's own network and /tmp, as the container has its own; the user is the one who is here. */
    @Test
    void itsCommandStartsABroker() throws IOException {
        Path folder = Files.createTempDirectory("compose");
        List<String> command = texts("command").stream()
                .map(word -> word.replace("$$", "$")
                        .replace("/scatola/", Home.folder().resolve("broker") + "/")
                        .replace("/tmp/", folder + "/")
                        .replace("@USER@/mosquitto", "@USER@/root")
                        .replace("exec mosquitto", "PATH=$PATH:/usr/sbin; exec mosquitto"))
                .toList();

        try (TestBroker started = new BrokerProcess(1883, folder, command);
                TestClient client = TestClient.connect(started, "scatola/#")) {
            client.publishRetained("scatola/box/state", "{}");
            client.await("scatola/box/state");
        }
    }

    private List<String> texts(String field) {
        return StreamSupport.stream(broker.path(field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
