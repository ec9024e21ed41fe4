package scatola.presenter.link;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where others find the page. Looked up each time: a laptop joins networks and leaves them. Safe for several threads. */
public final class PageAddress {
    private final String host;
    private final int port;
    private final Optional<URI> set;
    private final Supplier<List<Nic>> nics;

    /**
     * Where the page is.
     *
     * @param base its address, which ends with a slash
     * @param reachable whether others than this machine can open it, as far as can be known here
     * @param advice what to do so that they can, or who can
     */
    public record Found(String base, boolean reachable, String advice) {}

    /**
     * @param host the address at which this app listens
     * @param port its TCP port
     * @param set the page's address where somebody knows better, as behind a proxy
     * @throws IllegalArgumentException if that is no address of a page; the message says what one looks like
     */
    public PageAddress(String host, int port, Optional<String> set) {
        this(host, port, set, Nic::all);
    }

    PageAddress(String host, int port, Optional<String> set, Supplier<List<Nic>> nics) {
        this.host = host;
        this.port = port;
        this.set = set.map(PageAddress::checked);
        this.nics = nics;
    }

    /** @return the host of the address that somebody set, in small letters, or null if nobody did */
    public @Nullable String setHost() {
        return set.map(uri -> uri.getHost().toLowerCase(Locale.ROOT)).orElse(null);
    }

    /** @return where whoever sits at this machine finds it */
    public String here() {
        InetAddress listening = listening();
        return at(listening.isAnyLocalAddress() ? "127.0.0.1" : host);
    }

    /**
     * @param asked the host and port that a request came to, or null; it is all that is known if nobody else can come
     * @return where others find it
     */
    public Found find(@Nullable String asked) {
        if (set.isPresent()) {
            return new Found(
                    set.get().toString(), true, "whoever can open %s can use these links".formatted(set.get()));
        }
        InetAddress listening = listening();
        if (listening.isLoopbackAddress()) {
            return new Found(
                    asked == null ? here() : "http://%s/".formatted(asked),
                    false,
                    "this box listens on this laptop only: SCATOLA_LISTEN=0.0.0.0 ./scatola up lets others in");
        }
        if (!listening.isAnyLocalAddress()) {
            return inNetworkOf(host);
        }
        return Nic.best(nics.get())
                .map(address -> inNetworkOf(address.getHostAddress()))
                .orElseGet(() -> new Found(
                        here(),
                        false,
                        "this laptop is in no network: join one that the audience is in, or set SCATOLA_PAGE_URL"));
    }

    private Found inNetworkOf(String address) {
        return new Found(
                at(address),
                true,
                "whoever is in the network of %s can use these links; if it is the wrong one, set SCATOLA_PAGE_URL"
                        .formatted(address));
    }

    private InetAddress listening() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("it listens at %s, which is no address".formatted(host), e);
        }
    }

    private String at(String address) {
        String inUrl = address.contains(":") ? "[%s]".formatted(address) : address;
        return port == 80 ? "http://%s/".formatted(inUrl) : "http://%s:%d/".formatted(inUrl, port);
    }

    private static URI checked(String text) {
        URI uri;
        try {
            uri = URI.create(text.endsWith("/") ? text : text + "/");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(noAddress(text), e);
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(noAddress(text));
        }
        return uri;
    }

    private static String noAddress(String text) {
        return "'%s' is no page's address: set SCATOLA_PAGE_URL to one like http://192.168.1.7:8080/".formatted(text);
    }
}
