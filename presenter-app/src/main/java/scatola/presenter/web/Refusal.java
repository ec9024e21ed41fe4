package scatola.presenter.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Answers a request with a {@link Problem} before anybody has read its body. */
final class Refusal {
    /** So long a body that nobody wants may take to pass by. */
    private static final long PATIENCE_MS = 5_000;

    private Refusal() {}

    static void send(RoutingContext context, Problem problem) {
        HttpServerRequest request = context.request();
        HttpServerResponse response =
                context.response().setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.TYPE);
        boolean bodyIsOnItsWay = hasBody(request) && !request.isEnded() && request.version() != HttpVersion.HTTP_2;
        if (bodyIsOnItsWay) {
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        Future<Void> answered = response.end(String.valueOf(problem.response().getEntity()));
        if (bodyIsOnItsWay) {
            closeAfter(answered, request, context.vertx());
        }
    }

    /**
     * Lets the body pass by before it closes. A connection that is closed with something unread is reset, and what has been
     * answered may be lost for a client that still sends (RFC 9112, section 9.6).
     */
    private static void closeAfter(Future<Void> answered, HttpServerRequest request, Vertx vertx) {
        long late = vertx.setTimer(PATIENCE_MS, timer -> request.connection().close());
        var unused = Future.join(answered, request.end()).onComplete(over -> {
            vertx.cancelTimer(late);
            request.connection().close();
        });
        request.resume();
    }

    /** In HTTP/1.1 one of these says so (RFC 9112, section 6.3). */
    private static boolean hasBody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
