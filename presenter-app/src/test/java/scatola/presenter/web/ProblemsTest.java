package scatola.presenter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import scatola.presenter.timeline.LibraryException;

class ProblemsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UriInfo REQUEST = (UriInfo) Proxy.newProxyInstance(
            ProblemsTest.class.getClassLoader(),
            new Class<?>[] {UriInfo.class},
            (proxy, method, arguments) -> "/api/x");

    private final Problems problems = new Problems();

    @Test
    void aProblemIsToldAsItIs() throws Exception {
        Response response = problems.problem(Problem.of(409, "it is \"there\" already: take another name"));

        assertThat(response.getMediaType()).hasToString("application/problem+json");
        assertThat(json(response)).isEqualTo(JSON.readTree("""
                                {"type":"about:blank","title":"Conflict","status":409,"detail":"it is \\"there\\" already: take another name"}
                                """));
    }

    @Test
    void aStatusThatIsNoErrorIsRefused() {
        assertThatThrownBy(() -> Problem.of(200, "fine")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDatabaseThatFailsIsUnavailableAndSaysWhatToDo() throws Exception {
        Response response = problems.library(new LibraryException("the disk is full: make room", null), REQUEST);

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(json(response).path("detail").asText()).isEqualTo("the disk is full: make room");
    }

    @Test
    void unreadableJsonIsTheClientsFault() throws Exception {
        Response broken = problems.unreadableJson(jsonFault("{\"topic\":"));
        Response wrapped = problems.refused(new WebApplicationException(jsonFault("{]"), 400), REQUEST);
        Response other = problems.unexpectedJson(
                MismatchedInputException.from((JsonParser) null, String.class, "an object was expected"));

        assertThat(broken.getStatus()).isEqualTo(400);
        assertThat(json(wrapped).path("detail").asText()).startsWith("the body can't be read as JSON: Unexpected");
        assertThat(json(other).path("detail").asText()).contains("an object was expected");
    }

    @Test
    void whatBreaksIsNotTold() throws Exception {
        Response response = problems.broke(new IllegalStateException("secret"), REQUEST);

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(json(response).toString()).doesNotContain("secret").contains("log");
    }

    private static JsonProcessingException jsonFault(String text) {
        try {
            JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return e;
        }
        throw new AssertionError(text + " is JSON");
    }

    private static JsonNode json(Response response) throws Exception {
        return JSON.readTree((String) response.getEntity());
    }
}
