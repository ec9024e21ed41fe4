package scatola.presenter.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * What every request comes through before anything else, be it for a resource, a file or a WebSocket: {@link Access}
 * decides whether it passes.
 */
@Singleton
final class Door {
    /** Before {@link BodyLimit}. */
    private static final int FIRST = 1100;

    private final Visitors visitors;

    Door(Visitors visitors) {
        this.visitors = visitors;
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        switch (visitors.judge(context.request(), context.normalizedPath())) {
            case Access.Verdict.Free free -> context.next();
            case Access.Verdict.Admitted admitted -> context.next();
            case Access.Verdict.Refused refused -> {
                if (refused.status() == 401) {
                    context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, challenge(refused.reason()));
                }
                Refusal.send(context, Problem.of(refused.status(), refused.reason()));
            }
        }
    }

    /** RFC 6750, section 3: who shows nothing is told no error. */
    private static String challenge(String reason) {
        return reason.equals(Access.NO_LINK) ? "Bearer" : "Bearer error=\"invalid_token\"";
    }
}
