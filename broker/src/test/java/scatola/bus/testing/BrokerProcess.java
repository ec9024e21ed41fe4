package scatola.bus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A broker that is a process of this machine: it has a port, a folder and its log there. */
final class BrokerProcess implements TestBroker {
    /** The kernel ties a child's life to the thread that started it, so this one never ends. */
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "broker-starter");
        thread.setDaemon(true);
        return thread;
    });

    private final int port;
    private final Path folder;
    private final List<String> command;
    private Process process;

    /**
     * @param port where it is going to listen
     * @param folder its own; deleted in the end
     * @param command that starts it
     * @throws IllegalStateException if it does not listen soon; says what it had to say
     */
    BrokerProcess(int port, Path folder, List<String> command) {
        this.port = port;
        this.folder = folder;
        this.command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
        this.command.addAll(command);
        this.process = launch();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void restart() {
        if (process.isAlive()) {
            kill();
        }
        process = launch();
    }

    @Override
    public void freeze() {
        signal("STOP");
    }

    @Override
    public void thaw() {
        signal("CONT");
    }

    @Override
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path left, IOException problem) throws IOException {
                    Files.delete(left);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        Process started = run(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile())));
        try {
            Awaitility.await("a broker on port " + port)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !started.isAlive() || listens());
        } catch (RuntimeException e) {
            started.destroyForcibly();
            throw e;
        }
        if (!started.isAlive()) {
            throw new IllegalStateException(
                    "the broker ended with status %d: %s".formatted(started.exitValue(), log()));
        }
        return started;
    }

    private static Process run(ProcessBuilder builder) {
        try {
            return STARTER.submit(builder::start).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("could not start " + builder.command(), e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    void signal(String name) {
        try {
            Process kill = run(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO());
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("the broker cannot be sent SIG" + name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the broker does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
