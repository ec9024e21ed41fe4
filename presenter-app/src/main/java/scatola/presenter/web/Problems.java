package scatola.presenter.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.presenter.timeline.ArchiveRefusal;
import scatola.presenter.timeline.LibraryException;

/** Tells everything that goes wrong with a request as a {@link Problem}. What nobody expected is logged, not told. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /** @return the problem itself */
    @ServerExceptionMapper
    public Response problem(Problem problem) {
        return problem.response();
    }

    /** @return the timeline can't do it just now; its reason says what to do */
    @ServerExceptionMapper
    public Response library(LibraryException e, UriInfo request) {
        LOG.warn("request={} not served: {}", request.getPath(), e.getMessage(), e.getCause());
        return Problem.of(503, String.valueOf(e.getMessage())).response();
    }

    /** @return the timeline may not do it; its reason says what to do instead */
    @ServerExceptionMapper
    public Response archive(ArchiveRefusal e) {
        return Problem.of(e.isMissing() ? 404 : 409, String.valueOf(e.getMessage()))
                .response();
    }

    /** @return the body is JSON, but not what was asked for */
    @ServerExceptionMapper
    public Response unexpectedJson(MismatchedInputException e) {
        return unreadableJson(e);
    }

    /** @return the body is no JSON */
    @ServerExceptionMapper
    public Response unreadableJson(JsonProcessingException e) {
        return Problem.of(400, "the body can't be read as JSON: " + e.getOriginalMessage())
                .response();
    }

    /** @return what Jakarta REST itself refuses */
    @ServerExceptionMapper
    public Response refused(WebApplicationException e, UriInfo request) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return unreadableJson(json);
        }
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        String detail = switch (status) {
            case 404 -> "there is nothing at %s: /api/openapi lists what there is".formatted(request.getPath());
            case 405 -> "%s can't do that: /api/openapi lists what it can".formatted(request.getPath());
            case 406 -> "%s has no such form: /api/openapi lists those it has".formatted(request.getPath());
            case 415 ->
                "%s doesn't read that Content-Type: /api/openapi lists those it does".formatted(request.getPath());
            default -> "the request can't be served: " + e.getMessage();
        };
        return Problem.of(status, detail).response();
    }

    /** @return that something broke, and nothing of what */
    @ServerExceptionMapper
    public Response broke(Throwable e, UriInfo request) {
        LOG.error("request={} broke", request.getPath(), e);
        return Problem.of(500, "something broke here: this app's log says what").response();
    }
}
