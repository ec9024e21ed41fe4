package scatola.presenter.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** How long a browser may keep what it was given (RFC 9111, section 5.2.2). */
@Singleton
final class Caching {
    private static final int FIRST = 1200;
    /** The page's build names these after what is in them. */
    private static final String NAMED_BY_CONTENT = "/assets/";

    void install(@Observes Filters filters) {
        filters.register(Caching::mark, FIRST);
    }

    private static void mark(RoutingContext context) {
        context.addHeadersEndHandler(end ->
                context.response().putHeader(HttpHeaders.CACHE_CONTROL, rule(context.normalizedPath(), context)));
        context.next();
    }

    private static String rule(String path, RoutingContext context) {
        if (context.response().getStatusCode() >= 400 || path.startsWith("/api") || path.equals("/health")) {
            return "no-store";
        }
        return path.startsWith(NAMED_BY_CONTENT) ? "public, max-age=31536000, immutable" : "no-cache";
    }
}
