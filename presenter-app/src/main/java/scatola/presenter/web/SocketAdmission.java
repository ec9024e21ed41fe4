package scatola.presenter.web;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.OpenConnections;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/**
 * Decides who may open a WebSocket: pages of other sites may not, since a browser lets them connect anywhere and leaves
 * it to the server to look at their origin (RFC 6455, section 10.2), nor may more than {@value #MOST} at a time.
 */
@Singleton
public final class SocketAdmission implements HttpUpgradeCheck {
    static final int MOST = 200;

    private final OpenConnections open;

    SocketAdmission(OpenConnections open) {
        this.open = open;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        String origin = request.getHeader("Origin");
        if (origin != null && !SameSite.isSame(origin, request.getHeader("Host"))) {
            return CheckResult.rejectUpgrade(403);
        }
        return open.stream().limit(MOST).count() == MOST ? CheckResult.rejectUpgrade(503) : CheckResult.permitUpgrade();
    }
}
