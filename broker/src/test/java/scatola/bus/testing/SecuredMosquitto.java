package scatola.bus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import scatola.bus.client.BusSettings;

/**
 * The system's Mosquitto as a secured box has it: on all of this machine's IPv4 addresses, by MQTT and by WebSockets. It
 * dies with this JVM. Not safe for several threads.
 */
public final class SecuredMosquitto implements AutoCloseable {
    private final BrokerProcess broker;
    private final int webSocketsPort;

    private SecuredMosquitto(BrokerProcess broker, int webSocketsPort) {
        this.broker = broker;
        this.webSocketsPort = webSocketsPort;
    }

    /**
     * @param security what {@code ./scatola secure} has made
     * @return a broker that takes connections
     * @throws IllegalStateException if there is no mosquitto, or it does not like its configuration
     */
    public static SecuredMosquitto start(Security security) {
        int port = BrokerProcess.freePort();
        int webSockets = BrokerProcess.freePort();
        String door = Home.read("broker/secure.conf")
                .replace("@FOLDER@", security.folder().toString())
                .replace("@ADDRESS@", "0.0.0.0")
                .replace("@DOMAIN@", "ipv4");
        int end = door.indexOf("\n\n");
        String listener = door.substring(0, end);
        String shared = Home.read("broker/mosquitto.conf")
                .lines()
                .filter(line -> !line.startsWith("listener ") && !line.startsWith("allow_anonymous "))
                .map(line -> line.replace("@USER@", "root"))
                .collect(Collectors.joining("\n"));
        try {
            Path folder = Files.createTempDirectory("mosquitto");
            Path file = Files.writeString(
                    folder.resolve("mosquitto.conf"),
                    String.join(
                            "\n",
                            listener(listener, port, "mqtt"),
                            listener(listener, webSockets, "websockets"),
                            door.substring(end),
                            shared));
            return new SecuredMosquitto(
                    new BrokerProcess(port, folder, List.of(Mosquitto.demanded(), "-c", file.toString())), webSockets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String listener(String template, int port, String protocol) {
        return template.replace("@PORT@", Integer.toString(port)).replace("@PROTOCOL@", protocol);
    }

    /** @return the loopback's address */
    public String host() {
        return "127.0.0.1";
    }

    /** @return the TCP port for MQTT */
    public int port() {
        return broker.port();
    }

    /** @return the TCP port for WebSockets */
    public int webSocketsPort() {
        return webSocketsPort;
    }

    /**
     * @param clientId id of a client
     * @return settings with which it reaches this broker, but for credentials
     */
    public BusSettings settings(String clientId) {
        return BusSettings.of(host(), port(), clientId);
    }

    /** Has it read passwords and rules again (SIGHUP). */
    public void reload() {
        broker.signal("HUP");
    }

    @Override
    public void close() {
        broker.close();
    }
}
