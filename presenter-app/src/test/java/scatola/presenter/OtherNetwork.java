package scatola.presenter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A network besides loopback: a cable, in the network namespace that the tests have to themselves. Who speaks to {@link
 * #ADDRESS} comes from there.
 */
final class OtherNetwork implements AutoCloseable {
    static final String ADDRESS = "192.168.77.7";

    /** Puts the cable in. */
    OtherNetwork() {
        ip("link add lan0 type veth peer name lan1");
        ip("addr add %s/24 dev lan0".formatted(ADDRESS));
        ip("link set lan0 up");
        ip("link set lan1 up");
    }

    @Override
    public void close() {
        ip("link del lan0");
    }

    private static void ip(String arguments) {
        try {
            Process ip = new ProcessBuilder(List.of(("ip " + arguments).split(" ", -1)))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (ip.waitFor() != 0) {
                throw new IllegalStateException("ip %s: %s".formatted(arguments, said));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
