package scatola.presenter.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * How long a request's body may be: that of a file is bounded by {@code quarkus.http.limits.max-body-size}, and read as
 * it comes; any other is in memory as a whole, so it must be short.
 */
@Singleton
final class BodyLimit {
    /** The longest show is shorter. */
    static final long MOST_BYTES = 512 * 1024;

    private static final int EARLY = 1000;
    private static final Set<HttpMethod> WITHOUT_BODY =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS);

    void install(@Observes Filters filters) {
        filters.register(BodyLimit::check, EARLY);
    }

    private static void check(RoutingContext context) {
        boolean isFile = context.request().method().equals(HttpMethod.POST)
                && context.normalizedPath().equals("/api/recordings");
        if (isFile) {
            context.next();
            return;
        }
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > MOST_BYTES) {
            Refusal.send(
                    context, Problem.of(413, "the body has %s bytes: send at most %d".formatted(length, MOST_BYTES)));
        } else if (length == null && mayBeEndless(context.request())) {
            Refusal.send(
                    context,
                    Problem.of(
                            411,
                            "nothing says how long the body is: send it with a Content-Length, at most %d bytes"
                                    .formatted(MOST_BYTES)));
        } else {
            context.next();
        }
    }

    /** A body without a length comes in chunks (RFC 9112, section 7.1), or in the frames of HTTP/2. */
    private static boolean mayBeEndless(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || request.version().equals(HttpVersion.HTTP_2) && !WITHOUT_BODY.contains(request.method());
    }
}
