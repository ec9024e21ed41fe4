package scatola.presenter.web;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.OpenConnections;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import scatola.presenter.link.Role;
import scatola.presenter.link.Visitor;

/**
 * Decides who may open a WebSocket: pages of other sites may not, since a browser lets them connect anywhere and leaves
 * it to the server to look at their origin (RFC 6455, section 10.2), nor may more than {@value #MOST} at a time, or {@value #MOST_OF_ONE} of one who
 * came by a link. Who asks was let pass by {@link Door}; from here on the connection knows it.
 */
@Singleton
public final class SocketAdmission implements HttpUpgradeCheck {
    static final int MOST = 200;

    /** A large audience must leave room for who directs the box. */
    static final int MOST_WITH_ONLOOKERS = 180;

    /** A page has three, and one more for each console that it shows. */
    static final int MOST_OF_ONE = 30;

    private final OpenConnections open;
    private final Visitors visitors;

    SocketAdmission(OpenConnections open, Visitors visitors) {
        this.open = open;
        this.visitors = visitors;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        String origin = request.getHeader("Origin");
        if (origin != null && !SameSite.isSame(origin, request.getHeader("Host"))) {
            return CheckResult.rejectUpgrade(403);
        }
        return switch (visitors.recognize(request)) {
            case Access.Verdict.Admitted admitted ->
                admit(context, admitted.visitor(), Visitors.name(request, admitted.visitor()));
            case Access.Verdict.Refused refused -> CheckResult.rejectUpgrade(refused.status());
            case Access.Verdict.Free free -> throw new IllegalStateException("a WebSocket is nobody's page");
        };
    }

    private Uni<CheckResult> admit(HttpUpgradeContext context, Visitor visitor, String name) {
        int most = visitor.role() == Role.PRESENTER ? MOST : MOST_WITH_ONLOOKERS;
        if (open.stream().limit(most).count() == most) {
            return CheckResult.rejectUpgrade(503);
        }
        if (visitor.link() != null
                && open.stream()
                                .filter(one -> Visitors.name(one).equals(name))
                                .limit(MOST_OF_ONE)
                                .count()
                        == MOST_OF_ONE) {
            return CheckResult.rejectUpgrade(429);
        }
        Visitors.remember(context.userData(), visitor, name);
        return CheckResult.permitUpgrade();
    }
}
