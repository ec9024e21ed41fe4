package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.SOON;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scatola.bus.testing.Conforms;
import scatola.bus.testing.TestClient;

/** Nobody goes on to speak of a guest that was deleted: not its node, not the presenter app, not to Home Assistant. */
@ExtendWith(OnStage.class)
class DeletionIT {
    private static final String GONE = "gone4";

    @Test
    @Conforms("states-cleared-when-deleted")
    void afterDeletingAGuestNoRetainedTopicOfItIsLeftAnywhere(Stage stage) {
        try (TestClient person = TestClient.connect("127.0.0.1", stage.lab().brokerPort())) {
            stage.create(
                    "pi1",
                    GONE,
                    "doge",
                    "{'network':'stage','ip':'10.1.1.4/24'},{'network':'backstage','ip':'10.1.2.4/24'}");
            stage.running(GONE);
            stage.reaches(GONE, "10.1.1.2");
            stage.bus().done("link/" + GONE + "/backstage/set", "{'state':'OFF'}");
            Awaitility.await("all that is said of it")
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(retainedOf(person))
                            .contains(
                                    "scatola/vm/gone4",
                                    "scatola/link/gone4/stage",
                                    "scatola/link/gone4/backstage",
                                    "homeassistant/device/scatola_vm_gone4/config",
                                    "scatola-homeassistant/vm/gone4"));

            stage.delete(GONE);

            Awaitility.await("nothing more of it")
                    .during(Duration.ofSeconds(2))
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(retainedOf(person)).isEmpty());
            assertThat(person.retained("homeassistant/#").values())
                    .isNotEmpty()
                    .allSatisfy(
                            discovery -> assertThat(TestClient.text(discovery)).doesNotContain(GONE));
        }
    }

    /** A test that was made in the guest stays to be read: it is not the guest's. */
    private static Set<String> retainedOf(TestClient person) {
        Set<String> topics = new TreeSet<>(person.retained("#").keySet());
        topics.removeIf(topic -> !topic.contains(GONE) || topic.startsWith("scatola/test/"));
        return topics;
    }
}
