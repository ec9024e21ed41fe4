package scatola.hivemq;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * HiveMQ on a port of the loopback: lets everybody in, keeps everything in memory, with as much room for who is away as
 * {@code broker/mosquitto.conf} gives. Runs until it is ended.
 */
final class Broker {
    private Broker() {}

    /**
     * @param arguments the port, and a folder of its own
     * @throws Exception if it can't start
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Files.writeString(folder.resolve("config.xml"), configuration(Integer.parseInt(arguments[0])));
        EmbeddedHiveMQ.builder()
                .withConfigurationFolder(folder)
                .withDataFolder(folder.resolve("data"))
                .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
                .build()
                .start()
                .get(1, TimeUnit.MINUTES);
    }

    private static String configuration(int port) {
        return """
                <?xml version="1.0"?>
                <hivemq>
                    <listeners>
                        <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                    </listeners>
                    <mqtt><queued-messages><max-queue-size>100000</max-queue-size></queued-messages></mqtt>
                    <persistence><mode>in-memory</mode></persistence>
                    <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port);
    }
}
