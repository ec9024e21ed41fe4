package scatola.presenter.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import scatola.presenter.link.Visitor;

/**
 * What every request comes through before anything else, be it for a resource, a file or a WebSocket: {@link Access}
 * decides whether it passes, {@link Allowance} whether it comes too fast. A token must not stand where others see it.
 */
@Singleton
final class Door {
    /** Before {@link BodyLimit}. */
    private static final int FIRST = 1100;

    private static final String LEAKED =
            "a link's key stands in an address where others see it, so that link lets nobody in any more: ask for a"
                    + " new one, and open it as it is (…/#key=…)";

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Visitors visitors;
    private final TakingBack takingBack;
    private final Allowance connections = Allowance.ofConnections();
    private final Allowance wrongLinks = Allowance.ofWrongLinks();

    Door(Visitors visitors, TakingBack takingBack) {
        this.visitors = visitors;
        this.takingBack = takingBack;
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (leaks(request)) {
            Refusal.send(context, Problem.of(400, LEAKED));
            return;
        }
        switch (visitors.judge(request, context.normalizedPath())) {
            case Access.Verdict.Free free -> context.next();
            case Access.Verdict.Admitted admitted -> admit(context, admitted.visitor());
            case Access.Verdict.Refused refused
            when refused.status() == 401 -> {
                if (!refused.reason().equals(Access.NO_LINK) && !wrongLinks.takes(Visitors.address(request))) {
                    tooFast(context, "too many links that let nobody in: wait a second, and ask for a new one");
                    return;
                }
                context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, challenge(refused.reason()));
                Refusal.send(context, Problem.of(401, refused.reason()));
            }
            case Access.Verdict.Refused refused ->
                Refusal.send(context, Problem.of(refused.status(), refused.reason()));
        }
    }

    private void admit(RoutingContext context, Visitor visitor) {
        HttpServerRequest request = context.request();
        if (SameSite.isForeign(request.getHeader("Sec-Fetch-Site"), request.getHeader("Sec-Fetch-Mode"))) {
            Refusal.send(context, Problem.of(403, SameSite.REFUSED));
        } else if (!READS.contains(request.method()) && !visitors.mayOrder(request, visitor)) {
            tooFast(context, Access.TOO_FAST);
        } else if ("websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && !connections.takes(Visitors.name(request, visitor))) {
            tooFast(context, "too many new connections at once: wait a second");
        } else {
            context.next();
        }
    }

    private static void tooFast(RoutingContext context, String reason) {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
        Refusal.send(context, Problem.of(429, reason));
    }

    /** Addresses are logged by whoever passes them on; a Referer comes from a page whose address had one. */
    private boolean leaks(HttpServerRequest request) {
        String referer = request.getHeader(HttpHeaders.REFERER);
        boolean byAddress = takingBack.leaked(request.uri(), "an address");
        boolean byReferer = referer != null && takingBack.leaked(referer, "a Referer");
        return byAddress || byReferer;
    }

    /** RFC 6750, section 3: who shows nothing is told no error. */
    private static String challenge(String reason) {
        return reason.equals(Access.NO_LINK) ? "Bearer" : "Bearer error=\"invalid_token\"";
    }
}
