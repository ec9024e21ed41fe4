package scatola.nodeservice.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QmpTest {
    private static final Duration PLENTY = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final String GREETING = "{\"QMP\": {\"version\": {}, \"capabilities\": [\"oob\"]}}";

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();

    @TempDir
    Path folder;

    private FakeQemu qemu;

    @BeforeEach
    void listen() throws IOException {
        qemu = FakeQemu.at(folder.resolve("qmp.sock"));
    }

    @AfterEach
    void close() throws IOException {
        qemu.close();
    }

    @Test
    void connectingNegotiatesBeforeAnythingElse() throws Exception {
        CompletableFuture<Qmp> connecting = connecting();

        qemu.say(GREETING);

        assertThat(qemu.heard()).contains("\"execute\":\"qmp_capabilities\"");
        qemu.say("{\"return\": {}, \"id\": 1}");
        assertThat(connecting.get()).isNotNull();
    }

    @Test
    void repliesFindTheirCommandsWhateverTheirOrderAndEventsGoTheirOwnWay() throws Exception {
        Qmp qmp = connected();
        CompletableFuture<JsonNode> first = CompletableFuture.supplyAsync(() -> execute(qmp, "first", PLENTY));
        qemu.heard();
        CompletableFuture<JsonNode> second = CompletableFuture.supplyAsync(() -> execute(qmp, "second", PLENTY));
        qemu.heard();

        qemu.say("{\"return\": {\"of\": 2}, \"id\": 3}");
        qemu.say("{\"event\": \"STOP\", \"timestamp\": {\"seconds\": 1, \"microseconds\": 2}}");
        qemu.say("{\"return\": {\"of\": 1}, \"id\": 2}");

        assertThat(first.get().get("of").asInt()).isEqualTo(1);
        assertThat(second.get().get("of").asInt()).isEqualTo(2);
        assertThat(events).containsExactly("STOP");
    }

    @Test
    void aRefusalIsToldInQemusWords() throws Exception {
        Qmp qmp = connected();
        CompletableFuture<JsonNode> reply = CompletableFuture.supplyAsync(() -> execute(qmp, "set_link", PLENTY));
        qemu.heard();

        qemu.say("{\"id\": 2, \"error\": {\"class\": \"DeviceNotFound\", \"desc\": \"Device 'net-x' not found\"}}");

        assertThatThrownBy(reply::get)
                .hasRootCauseMessage("QEMU says Device 'net-x' not found (DeviceNotFound)")
                .hasMessageContaining("set_link");
    }

    @Test
    void aCommandWithoutReplyFailsAtItsDeadlineAndTheNextOneWorks() throws Exception {
        Qmp qmp = connected();

        assertThatThrownBy(() -> execute(qmp, "stop", SHORT))
                .isInstanceOf(Qmp.QmpFailure.class)
                .hasMessageContaining("stop: no answer within 50 ms");

        qemu.heard();
        CompletableFuture<JsonNode> next = CompletableFuture.supplyAsync(() -> execute(qmp, "cont", PLENTY));
        qemu.heard();
        qemu.say("{\"return\": {\"late\": true}, \"id\": 2}");
        qemu.say("{\"return\": {\"late\": false}, \"id\": 3}");
        assertThat(next.get().get("late").asBoolean()).isFalse();
    }

    @Test
    void theEndOfTheConnectionFailsWhatWaitsAndWhatComesLaterAndIsToldOnce() throws Exception {
        Qmp qmp = connected();
        CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(() -> execute(qmp, "stop", PLENTY));
        qemu.heard();

        qemu.close();

        assertThatThrownBy(waiting::get).hasMessageContaining("QEMU closed the connection");
        assertThatThrownBy(() -> execute(qmp, "cont", PLENTY)).isInstanceOf(Qmp.QmpFailure.class);
        await().untilAtomic(closed, Matchers.is(1));
    }

    @Test
    void whatIsNoQmpIsPassedOver() throws Exception {
        Qmp qmp = connected();
        CompletableFuture<JsonNode> reply = CompletableFuture.supplyAsync(() -> execute(qmp, "stop", PLENTY));
        qemu.heard();

        qemu.say("nonsense\n[]\n{}\n\n{\"event\": 7}\n{\"return\": 1, \"id\": \"text\"}");
        qemu.say("{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error\"}}");
        qemu.say("{\"return\": {}, \"id\": 2}");

        assertThat(reply.get()).isEmpty();
    }

    @Test
    void aSocketThatDoesNotGreetIsGivenUp() {
        assertThatThrownBy(() -> Qmp.connect(qemu.socket(), SHORT, event -> {}, () -> {}))
                .isInstanceOf(Qmp.QmpFailure.class)
                .hasMessageContaining("greeting");
    }

    @Test
    void aSocketThatNobodyListensOnIsAnIoException() {
        assertThatThrownBy(() -> Qmp.connect(folder.resolve("none.sock"), SHORT, event -> {}, () -> {}))
                .isInstanceOf(IOException.class);
    }

    private static JsonNode execute(Qmp qmp, String command, Duration deadline) {
        return qmp.execute(command, JsonNodeFactory.instance.objectNode(), deadline);
    }

    private Qmp connected() throws Exception {
        CompletableFuture<Qmp> connecting = connecting();
        qemu.say(GREETING);
        qemu.heard();
        qemu.say("{\"return\": {}, \"id\": 1}");
        return connecting.get();
    }

    private CompletableFuture<Qmp> connecting() throws IOException {
        CompletableFuture<Qmp> connecting = CompletableFuture.supplyAsync(() -> {
            try {
                return Qmp.connect(qemu.socket(), PLENTY, event -> events.add(event.name()), closed::incrementAndGet);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        qemu.accept();
        return connecting;
    }
}
