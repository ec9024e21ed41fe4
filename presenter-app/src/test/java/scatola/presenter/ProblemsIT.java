package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scatola.bus.testing.Mosquitto;

/** What is wrong with a request is told as problem details (RFC 9457) by the packaged app. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProblemsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Mosquitto broker = Mosquitto.start();
    private PackagedApp app;

    @BeforeAll
    void start() {
        app = new PackagedApp(broker);
    }

    @AfterAll
    void end() {
        app.close();
        broker.close();
    }

    @Test
    void anUnknownPathIsAProblem() throws Exception {
        JsonNode problem = problem(404, app.get("/api/nothing/here"));

        assertThat(problem.path("title").asText()).isEqualTo("Not Found");
        assertThat(problem.path("detail").asText())
                .isEqualTo("there is nothing at /api/nothing/here: /api/openapi lists what there is");
        problem(404, app.post("/api/nothing", "x"));
        problem(404, app.get("/api"));
    }

    @Test
    void aMethodThatIsNotThereIsAProblem() throws Exception {
        problem(405, app.send(app.request("/api/status").DELETE()));
    }

    @Test
    void aFormThatIsNotThereIsAProblem() throws Exception {
        problem(406, app.send(app.request("/api/status").header("Accept", "image/png")));
    }

    private static JsonNode problem(int status, HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.path("type").asText()).isEqualTo("about:blank");
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotBlank();
        return problem;
    }
}
