package scatola.presenter.web;

import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import scatola.presenter.link.Links;
import scatola.presenter.link.PageAddress;
import scatola.presenter.link.Role;
import scatola.presenter.link.Visitor;

/**
 * Who asks: reads what {@link Access} has to know out of requests, and remembers for each WebSocket who opened it. Safe
 * for several threads; nothing blocks.
 */
@Singleton
public final class Visitors {
    private static final String BEARER = "Bearer ";
    /** Browsers can't give a WebSocket headers, but subprotocols (RFC 6455, section 1.9); the server selects the other. */
    private static final String TOKEN_PROTOCOL = "scatola.token.";

    private static final UserData.TypedKey<Visitor> VISITOR = new UserData.TypedKey<>("visitor");
    private static final UserData.TypedKey<String> NAME = new UserData.TypedKey<>("name");

    private final Access access;
    private final Links links;
    private final Clock clock = Clock.systemUTC();
    private final Allowance orders = Allowance.ofOrders();

    Visitors(Links links, PageAddress page) {
        this.links = links;
        this.access = new Access(links, page.setHost());
    }

    /**
     * @param connection of a WebSocket
     * @return what whoever opened it might do then
     */
    public Role role(WebSocketConnection connection) {
        return visitor(connection).role();
    }

    /**
     * To be asked before each order that comes over a WebSocket.
     *
     * @param connection where it comes from
     * @return why it must not be obeyed and what to do about it, or empty if it may
     */
    public Optional<String> refusal(WebSocketConnection connection) {
        Visitor visitor = visitor(connection);
        Instant until = visitor.until();
        if (visitor.role() != Role.PRESENTER) {
            return Optional.of(Access.ONLY_LOOKS);
        }
        if (until != null && !clock.instant().isBefore(until)) {
            return Optional.of(Access.OLD_LINK);
        }
        if (isTakenBack(connection)) {
            return Optional.of(Access.TAKEN_BACK);
        }
        return orders.takes(name(connection)) ? Optional.empty() : Optional.of(Access.TOO_FAST);
    }

    /** Whether the link by which somebody has opened it was taken back before its end. */
    boolean isTakenBack(WebSocketConnection connection) {
        Visitor visitor = visitor(connection);
        String link = visitor.link();
        Instant until = visitor.until();
        return link != null && until != null && clock.instant().isBefore(until) && links.isTakenBack(link);
    }

    /** The link by which somebody has opened it, or null for whoever sits at the laptop. */
    static @Nullable String link(WebSocketConnection connection) {
        return visitor(connection).link();
    }

    /** What tells a visitor from others, who have another link or come from another address. */
    static String name(WebSocketConnection connection) {
        return String.valueOf(connection.userData().get(NAME));
    }

    /** The same of who asks by a request. */
    static String name(HttpServerRequest request, Visitor visitor) {
        return address(request) + " " + visitor.link();
    }

    /** Where a request comes from, without its port. */
    static String address(HttpServerRequest request) {
        SocketAddress from = request.remoteAddress();
        return from == null ? "" : String.valueOf(from.hostAddress());
    }

    /** Whether one more order of that visitor is not too fast. */
    boolean mayOrder(HttpServerRequest request, Visitor visitor) {
        return orders.takes(name(request, visitor));
    }

    /** Decides about a request to a path, normalized. */
    Access.Verdict judge(HttpServerRequest request, String path) {
        return access.judge(asked(request, path));
    }

    /** Who asks, of a request that was let pass; refused only if their link has ended since. */
    Access.Verdict recognize(HttpServerRequest request) {
        return access.recognize(asked(request, ""));
    }

    private static Access.Asked asked(HttpServerRequest request, String path) {
        return new Access.Asked(request.method().name(), path, host(request), isLocal(request), token(request));
    }

    /** From the first moment of a WebSocket on it is known who opened it. */
    static void remember(UserData connection, Visitor visitor, String name) {
        connection.put(VISITOR, visitor);
        connection.put(NAME, name);
    }

    private static Visitor visitor(WebSocketConnection connection) {
        Visitor visitor = connection.userData().get(VISITOR);
        if (visitor == null) {
            throw new IllegalStateException("a WebSocket that nobody let in: " + connection.id());
        }
        return visitor;
    }

    /** The host that the client names: in HTTP/2 as a part of the address (RFC 9113, section 8.3.1). */
    static @Nullable String host(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            HostAndPort authority = request.authority();
            return authority == null ? null : authority.toString();
        }
        List<String> all = request.headers().getAll(HttpHeaders.HOST);
        return all.isEmpty() ? null : String.join(",", all);
    }

    /** Whoever sits at the laptop; not whom a proxy there speaks for (RFC 7239). */
    private static boolean isLocal(HttpServerRequest request) {
        SocketAddress from = request.remoteAddress();
        if (from == null
                || from.hostAddress() == null
                || request.headers().contains("Forwarded")
                || request.headers().contains("X-Forwarded-For")) {
            return false;
        }
        try {
            return InetAddress.getByName(from.hostAddress()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address that is none: " + from.hostAddress(), e);
        }
    }

    private static @Nullable String token(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
            return bearer ? authorization.substring(BEARER.length()).strip() : "";
        }
        for (String protocols : request.headers().getAll("Sec-WebSocket-Protocol")) {
            for (String protocol : protocols.split(",", -1)) {
                if (protocol.strip().startsWith(TOKEN_PROTOCOL)) {
                    return protocol.strip().substring(TOKEN_PROTOCOL.length());
                }
            }
        }
        return null;
    }
}
