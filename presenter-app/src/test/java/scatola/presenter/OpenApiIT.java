package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.websockets.next.WebSocket;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scatola.bus.testing.Mosquitto;

/** The description of the API that the packaged app serves is that of the API that it has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiIT {
    private static final JavaClasses WEB = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("scatola.presenter.web");

    private final Mosquitto broker = Mosquitto.start();
    private PackagedApp app;
    private JsonNode document;

    @BeforeAll
    void start() throws Exception {
        app = new PackagedApp(broker);
        document = new YAMLMapper().readTree(app.get("/api/openapi").body());
    }

    @AfterAll
    void end() {
        app.close();
        broker.close();
    }

    @Test
    void itIsThereAsYamlAndAsJson() throws Exception {
        assertThat(document.path("openapi").asText()).startsWith("3.1");
        assertThat(new ObjectMapper()
                        .readTree(app.get("/api/openapi?format=json").body())
                        .path("paths"))
                .isEqualTo(document.path("paths"));
    }

    @Test
    void eachOperationOfTheAppIsInItAndNoOther() {
        Set<String> described = new TreeSet<>();
        operations((path, method, operation) -> described.add("%s %s".formatted(method, path)));

        assertThat(described).isEqualTo(operationsOfTheApp());
    }

    @Test
    void eachOperationSaysWhatItDoesAndWhatItAnswers() {
        operations((path, method, operation) -> {
            String name = "%s %s".formatted(method, path);
            assertThat(operation.path("summary").asText()).as(name).isNotBlank();
            assertThat(operation.path("operationId").asText()).as(name).isNotBlank();
            assertThat(operation.path("tags")).as(name).isNotEmpty();
            assertThat(operation.path("responses").has("default")).as(name).isTrue();
            operation.path("responses").forEach(response -> {
                JsonNode found = resolve(response);
                assertThat(found.path("description").asText()).as(name).isNotBlank();
            });
            Set<String> named = new TreeSet<>();
            operation.path("parameters").forEach(parameter -> {
                JsonNode found = resolve(parameter);
                assertThat(found.path("description").asText()).as(name).isNotBlank();
                if (found.path("in").asText().equals("path")) {
                    named.add(found.path("name").asText());
                }
            });
            assertThat(named).as(name).allMatch(parameter -> path.contains("{%s}".formatted(parameter)));
            assertThat(path.chars().filter(c -> c == '{').count()).as(name).isEqualTo(named.size());
        });
    }

    @Test
    void eachReferenceLeadsSomewhere() {
        document.findValues("$ref")
                .forEach(reference -> assertThat(at(reference.asText()).isMissingNode())
                        .as(reference.asText())
                        .isFalse());
    }

    @Test
    void whatTheAppAnswersIsDescribed() throws Exception {
        answers("/api/box", app.request("/api/box"));
        answers("/api/live", app.request("/api/live"));
        answers("/api/me", app.request("/api/me"));
        answers("/api/me", app.request("/api/me").header("Authorization", "Bearer wrong"));
        answers("/api/links", app.request("/api/links"));
        answers("/api/links", app.request("/api/links").POST(body("{\"role\":\"onlooker\"}")));
        answers("/api/links", app.request("/api/links").POST(body("{\"role\":\"king\"}")));
        answers("/api/links/{id}", app.request("/api/links/nothing").DELETE());
        answers("/api/status", app.request("/api/status"));
        answers("/health", app.request("/health"));
        answers("/api/timeline", app.request("/api/timeline"));
        answers("/api/timeline", app.request("/api/timeline").header("Accept", "text/plain"));
        answers("/api/timeline", app.request("/api/timeline?from=soon"));
        answers("/api/recordings/{id}/samples", app.request("/api/recordings/1/samples?to=1&last_s=60"));
        answers("/api/recordings/{id}/samples", app.request("/api/recordings/1/samples?last_s=soon"));
        answers("/api/recordings/{id}/samples", app.request("/api/recordings/99/samples"));
        answers("/api/timeline", app.request("/api/timeline?recording=99"));
        answers("/api/commands", app.request("/api/commands").POST(body("{}")));
        answers(
                "/api/commands",
                app.request("/api/commands").POST(body("{\"topic\":\"vm/doge9/set\",\"payload\":{\"state\":\"ON\"}}")));
        answers("/api/performances", app.request("/api/performances"));
        answers("/api/performances/{id}", app.request("/api/performances/9"));
        answers("/api/performances/{id}", app.request("/api/performances/9").POST(body("{}")));
        answers(
                "/api/recordings/{id}/perform",
                app.request("/api/recordings/99/perform").POST(body("{}")));
        answers("/api/shows", app.request("/api/shows"));
        answers("/api/shows/{name}", app.request("/api/shows/story"));
        answers("/api/shows/{name}", app.request("/api/shows/tragedy"));
        answers("/api/shows/{name}", app.request("/api/shows/tragedy").POST(body("")));
        answers("/api/shows", app.request("/api/shows").POST(body("no show")));
        answers("/api/recordings", app.request("/api/recordings"));
        answers("/api/recordings", app.request("/api/recordings").header("Accept", "text/plain"));
        answers("/api/recordings", app.request("/api/recordings").POST(body("no recording")));
        answers("/api/recordings/start", app.request("/api/recordings/start").POST(body("{}")));
        answers("/api/recordings/mark", app.request("/api/recordings/mark").POST(body("{\"title\":\"x\"}")));
        answers("/api/recordings/{id}", app.request("/api/recordings/1"));
        answers("/api/recordings/{id}/export", app.request("/api/recordings/1/export"));
        answers("/api/recordings/{id}/export", app.request("/api/recordings/1/export?gzip"));
        answers("/api/recordings/{id}/consoles", app.request("/api/recordings/1/consoles"));
        answers(
                "/api/recordings/{id}/stop",
                app.request("/api/recordings/1/stop").POST(body("")));
        answers("/api/replays", app.request("/api/replays"));
        answers("/api/replays", app.request("/api/replays").POST(body("{}")));
        answers("/api/replays", app.request("/api/replays").POST(body("{\"recording\":99}")));
        answers("/api/replays/{id}", app.request("/api/replays/99"));
    }

    /** Its status and its type stand in the description. */
    private void answers(String path, HttpRequest.Builder request) throws Exception {
        var response = app.send(request);
        String method = request.build().method().toLowerCase(Locale.ROOT);
        JsonNode described = resolve(document.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(Integer.toString(response.statusCode())));
        String type = response.headers().firstValue("Content-Type").orElseThrow();
        assertThat(described.path("content").has(type.replaceAll(";.*", "")))
                .as("%s %s: %d %s", method, path, response.statusCode(), type)
                .isTrue();
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    /** An operation of the description. */
    private interface Operation {
        void is(String path, String method, JsonNode operation);
    }

    private void operations(Operation each) {
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method ->
                                each.is(path.getKey(), method.getKey().toUpperCase(Locale.ROOT), method.getValue())));
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? at(node.path("$ref").asText()) : node;
    }

    private JsonNode at(String reference) {
        return document.at(reference.substring(1));
    }

    private static Set<String> operationsOfTheApp() {
        Set<String> operations = new TreeSet<>();
        for (JavaClass resource : WEB) {
            if (resource.isAnnotatedWith(WebSocket.class)) {
                operations.add(
                        "GET " + resource.getAnnotationOfType(WebSocket.class).path());
            }
            if (resource.isAnnotatedWith(Path.class)) {
                String base = resource.getAnnotationOfType(Path.class).value();
                resource.getMethods()
                        .forEach(method -> methodOf(method, verb -> {
                            String path = method.isAnnotatedWith(Path.class)
                                    ? method.getAnnotationOfType(Path.class).value()
                                    : "";
                            operations.add("%s %s".formatted(verb, join(base, path)));
                        }));
            }
        }
        return operations;
    }

    private static void methodOf(JavaMethod method, Consumer<String> found) {
        method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType())
                .filter(type -> type.isAnnotatedWith(HttpMethod.class))
                .forEach(type ->
                        found.accept(type.getAnnotationOfType(HttpMethod.class).value()));
    }

    /** Without what a parameter must look like. */
    private static String join(String base, String path) {
        String joined = (base + "/" + path).replaceAll("/+", "/").replaceAll("/$", "");
        return joined.replaceAll("\\{\\s*(\\w+)\\s*:[^{}]*(\\{[^{}]*}[^{}]*)*}", "{$1}");
    }
}
