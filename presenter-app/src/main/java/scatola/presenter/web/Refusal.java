package scatola.presenter.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Answers a request with a {@link Problem} before anybody has read its body. */
final class Refusal {
    private Refusal() {}

    static void send(RoutingContext context, Problem problem) {
        HttpServerRequest request = context.request();
        HttpServerResponse response =
                context.response().setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.TYPE);
        if (hasBody(request) && request.version() != HttpVersion.HTTP_2) {
            // the body is still on its way, and nobody wants it
            response.putHeader(HttpHeaders.CONNECTION, "close");
            response.endHandler(end -> request.connection().close());
        }
        var unused = response.end(String.valueOf(problem.response().getEntity()));
    }

    /** In HTTP/1.1 one of these says so (RFC 9112, section 6.3). */
    private static boolean hasBody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
