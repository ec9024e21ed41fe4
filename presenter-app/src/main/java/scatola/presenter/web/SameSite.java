package scatola.presenter.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites' pages from directing the box through a visitor's browser: a browser names the page's origin in each
 * POST (Fetch standard, section 3.2), and that must be this app's own address.
 */
public final class SameSite {
    static final String REFUSED = "pages of other sites may not direct this box";

    /**
     * @param request any request
     * @return a refusal, or null to let it pass
     */
    @ServerRequestFilter
    public @Nullable Response check(ContainerRequestContext request) {
        String origin = request.getHeaderString("Origin");
        String host = request.getHeaderString("Host");
        if (origin == null || request.getMethod().equals("GET") || isSame(origin, host)) {
            return null;
        }
        if (!request.getUriInfo().getPath().startsWith("/api/shows")) {
            return Problem.of(403, REFUSED).response();
        }
        return Response.status(Response.Status.FORBIDDEN)
                .entity(REFUSED + "\nshow: failed\n")
                .type("text/plain;charset=UTF-8")
                .build();
    }

    /**
     * Whether a browser says that another site's page asks (Fetch Metadata, section 2.2), other than by leading somebody
     * here: nothing of the box is for it, not even what only tells.
     */
    static boolean isForeign(@Nullable String site, @Nullable String mode) {
        return "cross-site".equals(site) && !"navigate".equals(mode);
    }

    static boolean isSame(String origin, @Nullable String host) {
        try {
            return host != null && host.equals(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
