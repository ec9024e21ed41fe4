package scatola.presenter.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;

/**
 * What a request could not be granted for, told as problem details (RFC 9457): {@code type}, {@code title},
 * {@code status}, {@code detail}. Thrown by resources, on any thread; it has no stack trace, since it is about the request.
 */
public final class Problem extends RuntimeException {
    /** The media type of problem details (RFC 9457, section 3). */
    public static final String TYPE = "application/problem+json";

    private static final long serialVersionUID = 1;

    private final int status;
    private final ObjectNode more = JsonNodeFactory.instance.objectNode();

    private Problem(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    /**
     * @param status of HTTP, 400 to 599
     * @param detail one or two sentences for people: what is wrong, and what to do about it
     * @return to be thrown
     */
    public static Problem of(int status, String detail) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("%d is no status of an error".formatted(status));
        }
        return new Problem(status, detail);
    }

    /**
     * @param member a further member (RFC 9457, section 3.2)
     * @param value what it says
     * @return this with it
     */
    Problem with(String member, JsonNode value) {
        Problem problem = new Problem(status, String.valueOf(getMessage()));
        problem.more.setAll(more);
        problem.more.set(member, value);
        return problem;
    }

    /** @return of HTTP */
    public int status() {
        return status;
    }

    /** @return the response that tells it */
    public Response response() {
        Response.Status known = Response.Status.fromStatusCode(status);
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", known == null ? "HTTP status %d".formatted(status) : known.getReasonPhrase())
                .put("status", status)
                .put("detail", getMessage())
                .setAll(more)
                .toString();
        return Response.status(status).type(TYPE).entity(body + "\n").build();
    }
}
