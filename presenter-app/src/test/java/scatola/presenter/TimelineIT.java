package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scatola.bus.client.Incoming;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;

/** What the packaged app tells of what happened, while nodes that only pretend are directed over a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimelineIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Mosquitto broker = Mosquitto.start();
    private final FakeBox nodes = new FakeBox(broker, "pi1", "pi2");
    private final TestClient person = TestClient.connect(broker, "scatola/+/+/response/#", "scatola/box/response/#");
    private PackagedApp app;

    @BeforeAll
    void start() {
        nodes.node("pi1").hold("doge1", "10.1.1.1/24");
        nodes.node("pi2").hold("doge2", "10.1.1.2/24");
        app = new PackagedApp(broker);
        // what is said before the recorder listens can't be told
        Awaitility.await("the recorder").atMost(SOON).untilAsserted(() -> {
            person.publish("scatola/box/request/listen", "{}");
            assertThat(items("text=ask the box for listen&kind=answer")).isNotEmpty();
        });
    }

    @AfterAll
    void end() {
        app.close();
        person.close();
        nodes.close();
        broker.close();
    }

    @Test
    void whoDidWhatAndWhatFollowedIsTold() throws Exception {
        person.request("scatola/vm/doge1/set", "{\"ip\":\"10.1.1.9/24\",\"by\":\"anna\",\"transaction\":\"a\"}");
        person.request("scatola/vm/doge1/request/reboot", "{\"by\":\"bert\"}");

        Awaitility.await()
                .atMost(SOON)
                .until(() -> texts("vm=doge1").stream().anyMatch(text -> text.startsWith("reboot doge1: ")));
        List<JsonNode> items = items("vm=doge1");
        assertThat(items)
                .filteredOn(item -> item.path("kind").asText().equals("command"))
                .extracting(item -> item.path("by").asText() + ": "
                        + item.path("text").asText() + " on "
                        + item.path("node").asText())
                .containsExactly("anna: set doge1's address to 10.1.1.9/24 on pi1", "bert: reboot doge1 on pi1");
        assertThat(items)
                .filteredOn(item -> item.path("kind").asText().equals("answer"))
                .extracting(item -> item.path("text").asText())
                .satisfiesExactly(
                        text -> assertThat(text).matches("set doge1's address to 10.1.1.9/24: ok after \\d+ ms"),
                        text -> assertThat(text).matches("reboot doge1: refused after \\d+ ms: pi1 can't do that"));
        assertThat(texts("vm=doge1&kind=link"))
                .containsExactly("doge1's address on stage changed from 10.1.1.1/24 to 10.1.1.9/24");
        assertThat(items).allSatisfy(item -> {
            assertThat(item.path("vm").asText()).isEqualTo("doge1");
            Duration age = Duration.between(Instant.parse(item.path("time").asText()), Instant.now());
            assertThat(age).isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(5));
            assertThat(Instant.parse(item.path("at").asText())).isNotNull();
        });
    }

    @Test
    void aTerminalIsShownATable() throws Exception {
        person.request("scatola/vm/doge2/request/pause", "{\"by\":\"anna\"}");
        nodes.node("pi2").unplug();
        nodes.node("pi2").plug();

        Awaitility.await()
                .atMost(SOON)
                .until(() -> texts("from=-10m&kind=node").stream()
                        .anyMatch(text -> text.startsWith("pi2 is online again after ")));
        HttpResponse<String> table = app.send(app.request(path("from=-10m")).header("Accept", "text/plain"));

        assertThat(table.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/plain")
                .containsIgnoringCase("utf-8");
        assertThat(table.body())
                .containsPattern("(?m)^\\d{4}-\\d\\d-\\d\\d +WHO +WHAT$")
                .containsPattern(
                        "(?m)^\\d\\d:\\d\\d:\\d\\d +anna +pause doge2\n {10,}→ refused after \\d+ ms: pi2 can't do that$")
                .containsPattern("(?m)^\\d\\d:\\d\\d:\\d\\d +\\* +pi2 is offline$");
    }

    @Test
    void aRecordingIsNamedAndMarkedOverTheBus() throws Exception {
        JsonNode begun =
                data(person.request("scatola/box/request/record/start", "{\"name\":\"Friday\",\"by\":\"anna\"}"));
        data(person.request("scatola/box/request/record/mark", "{\"title\":\"The cable\",\"by\":\"anna\"}"));
        JsonNode ended = data(person.request("scatola/box/request/record/stop", "{}"));
        person.request("scatola/vm/doge2/request/kill", "{\"by\":\"too late\"}");

        assertThat(begun.path("name").asText()).isEqualTo("Friday");
        assertThat(ended).isEqualTo(begun);
        long id = begun.path("recording").asLong();
        Awaitility.await()
                .atMost(SOON)
                .until(() -> !items("text=kill doge2&kind=answer").isEmpty());
        assertThat(items("recording=" + id + "&kind=mark")).singleElement().satisfies(mark -> {
            assertThat(mark.path("text").asText()).isEqualTo("The cable");
            assertThat(mark.path("by").asText()).isEqualTo("anna");
            assertThat(mark.path("chapter").asBoolean()).isTrue();
        });
        assertThat(texts("recording=" + id))
                .contains("begin the chapter 'The cable'")
                .doesNotContain("kill doge2");
        assertThat(TestClient.text(person.request("scatola/box/request/record/stop", "{}")))
                .contains("\"error\"")
                .contains("record/start begins it");
        assertThat(TestClient.text(person.request("scatola/box/request/record/mark", "{}")))
                .contains("title is missing");
    }

    @Test
    void pageByPageEachNoteIsToldOnce() throws Exception {
        for (int i = 0; i < 40; i++) {
            person.publish("scatola/vm/doge1/request/resume", "{\"by\":\"page %d\"}".formatted(i));
        }
        Awaitility.await()
                .atMost(SOON)
                .until(() -> items("text=resume doge1&limit=1000").size() == 80);

        List<String> paged = new ArrayList<>();
        String next = "";
        int pages = 0;
        do {
            JsonNode page = page("text=RESUME doge1&limit=7&after=" + next);
            assertThat(page.path("items")).hasSizeLessThanOrEqualTo(7);
            page.path("items").forEach(item -> paged.add(item.toString()));
            next = page.path("next").asText("");
            pages++;
        } while (!next.equals("null") && !next.isEmpty());

        assertThat(pages).isEqualTo(12);
        assertThat(paged)
                .containsExactlyElementsOf(items("text=resume doge1&limit=1000").stream()
                        .map(JsonNode::toString)
                        .toList());
        assertThat(new HashSet<>(paged)).hasSize(80);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "from=soon | 400 | from: 'soon' is no time: send 14:03",
                "to=-10 | 400 | to: '-10' is no time",
                "from=-1m&to=-2m | 400 | to is before from",
                "kind=gest | 400 | kind: 'gest' is none: send some of command, answer",
                "vm=Doge 1 | 400 | vm: 'Doge 1' is no guest name",
                "limit=0 | 400 | limit: '0' is not a number from 1 to 1000",
                "after=there | 400 | 'after' must be",
                "recording=99 | 404 | there is no recording 99",
            })
    void whatCanNotBeAskedForIsSaid(String query, int status, String detail) throws Exception {
        HttpResponse<String> refused = app.get(path(query));

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(JSON.readTree(refused.body()).path("detail").asText()).startsWith(detail);
    }

    private static JsonNode data(Incoming answer) throws Exception {
        JsonNode response = JSON.readTree(answer.payload());
        assertThat(response.path("status").asText()).as(response.toString()).isEqualTo("ok");
        return response.path("data");
    }

    private List<String> texts(String query) throws Exception {
        return items(query).stream().map(item -> item.path("text").asText()).toList();
    }

    private List<JsonNode> items(String query) throws Exception {
        List<JsonNode> items = new ArrayList<>();
        page(query).path("items").forEach(items::add);
        return items;
    }

    private JsonNode page(String query) throws Exception {
        HttpResponse<String> page = app.get(path(query));
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return JSON.readTree(page.body());
    }

    private static String path(String query) {
        List<String> parts = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=') + 1;
            parts.add(part.substring(0, equals) + URLEncoder.encode(part.substring(equals), StandardCharsets.UTF_8));
        }
        return "/api/timeline?" + String.join("&", parts);
    }
}
