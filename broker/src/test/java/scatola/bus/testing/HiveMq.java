package scatola.bus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** HiveMQ's community edition, in a JVM of its own; keeps everything in memory. Takes some seconds to start. */
public final class HiveMq {
    private HiveMq() {}

    /**
     * @return a broker that takes connections
     * @throws IllegalStateException if it does not start; says what it had to say
     */
    public static TestBroker start() {
        Path target = Home.folder().resolve("src/hivemq/target");
        if (!Files.exists(target.resolve("classpath"))) {
            throw new IllegalStateException("src/hivemq is not built: mvn test-compile -pl broker -am");
        }
        int port = BrokerProcess.freePort();
        String classPath = target.resolve("classes") + ":" + Home.read("src/hivemq/target/classpath");
        try {
            Path folder = Files.createTempDirectory("hivemq");
            return new BrokerProcess(
                    port,
                    folder,
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-cp",
                            classPath,
                            "scatola.hivemq.Broker",
                            Integer.toString(port),
                            folder.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
