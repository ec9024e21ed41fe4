package scatola.bus.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.ToStringConsumer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/**
 * Mosquitto in a container, on a port of this loopback. Sealed tests have a loopback of their own, on which no container's
 * port is ever published, so its connections go by way of the engine ({@link EngineRelay}).
 */
final class BrokerContainer implements TestBroker {
    private static final String IMAGE = "eclipse-mosquitto:2";

    /** Its standard input is held by this JVM: the container ends with it, whatever ends that. */
    private static final String COMMAND =
            "exec 3<&0; { cat <&3; kill 1; } >/dev/null & exec mosquitto -c /mosquitto/config/mosquitto.conf";

    private final int port;
    private final String configuration;
    private final List<Path> files;
    private final StringBuilder earlierLog = new StringBuilder();
    private ToStringConsumer log = new ToStringConsumer();
    private GenericContainer<?> container;
    private EngineRelay relay;

    /**
     * @param port where it is going to listen
     * @param configuration its mosquitto.conf
     * @param files that it names; they are there, too
     */
    BrokerContainer(int port, String configuration, List<Path> files) {
        this.port = port;
        this.configuration = configuration;
        this.files = files;
        this.container = launch();
        this.relay = new EngineRelay(docker(), container.getContainerId(), port);
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
        relay.close();
        docker().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void kill() {
        relay.close();
        docker().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void restart() {
        close();
        earlierLog.append(log.toUtf8String());
        log = new ToStringConsumer();
        container = launch();
        relay = new EngineRelay(docker(), container.getContainerId(), port);
    }

    @Override
    public void freeze() {
        signal("SIGSTOP");
    }

    @Override
    public void thaw() {
        signal("SIGCONT");
    }

    @Override
    public String log() {
        return earlierLog + log.toUtf8String();
    }

    @Override
    public void close() {
        relay.close();
        container.close();
    }

    /** To the broker alone; a container that is paused takes no connections either. */
    private void signal(String name) {
        docker().killContainerCmd(container.getContainerId()).withSignal(name).exec();
    }

    private GenericContainer<?> launch() {
        GenericContainer<?> started = new GenericContainer<>(IMAGE)
                .withCopyToContainer(Transferable.of(configuration), "/mosquitto/config/mosquitto.conf")
                .withCommand("sh", "-c", COMMAND)
                .withCreateContainerCmdModifier(create -> {
                    create.withStdinOpen(true).withStdInOnce(true);
                    Objects.requireNonNull(create.getHostConfig()).withAutoRemove(true);
                })
                .withLogConsumer(log)
                .waitingFor(Wait.forLogMessage(".* running\\s*", 1));
        files.forEach(file -> started.withCopyToContainer(MountableFile.forHostPath(file, 0644), file.toString()));
        started.start();
        docker().attachContainerCmd(started.getContainerId())
                .withStdIn(heldOpen())
                .withFollowStream(true)
                .exec(new ResultCallback.Adapter<Frame>());
        return started;
    }

    /** Nobody ever writes, or closes it. */
    private static InputStream heldOpen() {
        try {
            return new PipedInputStream(new PipedOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }
}
