package scatola.nodeservice.node;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cable by way of sysfs and ip(8). Pulling needs CAP_NET_ADMIN. */
final class IpCable implements Cable {
    private static final Logger LOG = LoggerFactory.getLogger(IpCable.class);

    private final String name;
    private final Path sysfs;

    IpCable(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,15}")) {
            throw new IllegalArgumentException("'%s' is no network interface's name".formatted(name));
        }
        this.name = name;
        this.sysfs = Path.of("/sys/class/net", name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean carrier() {
        return "1".equals(read("carrier"));
    }

    @Override
    public @Nullable Long speedMbit() {
        String speed = read("speed");
        return speed != null && speed.matches("\\d{1,9}") ? Long.valueOf(speed) : null;
    }

    @Override
    public @Nullable String address() {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            if (found != null) {
                for (InterfaceAddress address : found.getInterfaceAddresses()) {
                    if (address.getAddress() instanceof Inet4Address) {
                        return address.getAddress().getHostAddress() + "/" + address.getNetworkPrefixLength();
                    }
                }
            }
        } catch (IOException e) {
            LOG.debug("{} tells no address", name, e);
        }
        return null;
    }

    @Override
    public List<String> routes() throws IOException {
        // the kernel makes its own again by itself
        return ip("-4", "route", "show", "dev", name)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.contains("proto kernel"))
                .map(line -> line.replace(" linkdown", ""))
                .toList();
    }

    @Override
    public void down() throws IOException {
        ip("link", "set", "dev", name, "down");
    }

    @Override
    public void up(List<String> routes) throws IOException {
        ip("link", "set", "dev", name, "up");
        for (String route : routes) {
            List<String> command = new ArrayList<>(List.of("-4", "route", "replace"));
            command.addAll(Arrays.asList(route.split("\\s+", -1)));
            command.addAll(List.of("dev", name));
            ip(command.toArray(String[]::new));
        }
    }

    /** sysfs refuses some of its files while an interface is down: then there is nothing to tell. */
    private @Nullable String read(String file) {
        try {
            return Files.readString(sysfs.resolve(file)).strip();
        } catch (IOException e) {
            return null;
        }
    }

    private static String ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("%s does not end".formatted(String.join(" ", command)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + String.join(" ", command), e);
        }
        if (process.exitValue() != 0) {
            throw new IOException("%s: %s".formatted(String.join(" ", command), output.strip()));
        }
        return output;
    }
}
