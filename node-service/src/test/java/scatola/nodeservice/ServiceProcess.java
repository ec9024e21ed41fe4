package scatola.nodeservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import scatola.bus.testing.PackagedJar;
import scatola.bus.testing.TestBroker;

/** The packaged service in a process of its own, as it runs on a Pi. */
final class ServiceProcess implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("scatola.home"));

    private final Path log;
    private final Process process;

    private ServiceProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    static ServiceProcess start(TestBroker broker, String name, Path folder, int httpPort) {
        Path jar = HOME.resolve("node-service/target/quarkus-app/quarkus-run.jar");
        assertThat(jar).as("the packaged service").exists();
        try {
            Path log = Files.createTempFile("service", ".log");
            ProcessBuilder builder = new ProcessBuilder(PackagedJar.command(jar))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            var environment = builder.environment();
            environment.put("SCATOLA_NODE_NAME", name);
            environment.put("SCATOLA_BROKER_HOST", broker.host());
            environment.put("SCATOLA_BROKER_PORT", Integer.toString(broker.port()));
            environment.put("SCATOLA_FOLDER", folder.toString());
            environment.put("SCATOLA_IMAGES", HOME.resolve("images").toString());
            environment.put("SCATOLA_UPLINK", "lo");
            environment.put("QUARKUS_HTTP_PORT", Integer.toString(httpPort));
            return new ServiceProcess(log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops its clock: its connections stay, and nothing is said on them. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    void terminate() {
        process.destroy();
        awaitEnd();
    }

    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int awaitEnd() {
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("its end").isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            assertThat(kill.onExit().orTimeout(5, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(5));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }
}
