package scatola.bus.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.PortBinding;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/**
 * Mosquitto in a container. Its port is the same inside and outside, where it is published on the loopback only. Tests that
 * are sealed do not reach it: their loopback is another one.
 */
final class BrokerContainer implements TestBroker {
    private static final String IMAGE = "eclipse-mosquitto:2";
    /** What it logs when it takes connections. */
    private static final String RUNNING = " running";

    private final int port;
    private final GenericContainer<?> container;
    private int starts = 1;

    /**
     * @param port where it is going to listen
     * @param configuration its mosquitto.conf
     */
    BrokerContainer(int port, String configuration) {
        this.port = port;
        this.container = new GenericContainer<>(IMAGE)
                .withCopyToContainer(Transferable.of(configuration), "/mosquitto/config/mosquitto.conf")
                .withExposedPorts(port)
                .withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                        .withPortBindings(PortBinding.parse("127.0.0.1:%d:%d".formatted(port, port))));
        container.start();
        awaitRunning();
    }

    /** @return whether a Docker engine answers */
    static boolean isPossible() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stop() {
        docker().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void kill() {
        docker().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void restart() {
        if (container.isRunning()) {
            kill();
        }
        docker().startContainerCmd(container.getContainerId()).exec();
        starts++;
        awaitRunning();
    }

    @Override
    public void freeze() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void thaw() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public String log() {
        return container.getLogs();
    }

    @Override
    public void close() {
        container.close();
    }

    private void awaitRunning() {
        Awaitility.await("mosquitto in a container")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        log().lines().filter(line -> line.endsWith(RUNNING)).count() >= starts);
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }
}
