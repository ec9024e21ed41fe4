package scatola.nodeservice.guest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import scatola.nodeservice.guest.Guest.Job;
import scatola.nodeservice.guest.Guest.JobListener;
import scatola.nodeservice.guest.ShellProtocol.Answer;

/**
 * A bare shell on a channel of our own: nobody else speaks there and nothing is echoed. What is sent before the guest
 * opens the channel is delivered once it does, so the greeting is answered the moment that the guest can.
 */
final class ShellChannelLine implements CommandLine {
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final long GREET_AGAIN_MS = 100;
    private static final long GREET_SLOWEST_MS = 1000;

    private final Loop loop;
    private final ShellProtocol protocol;
    private final ShellJobs jobs;
    private final Port port;
    private final LineSplitter lines = new LineSplitter(LONGEST_ANSWER, this::heard);

    ShellChannelLine(String guest, Path socket, String key, Loop loop) {
        this.loop = loop;
        this.protocol = new ShellProtocol(key);
        this.jobs = new ShellJobs(guest, loop, protocol, this::say);
        this.port = new Port(socket, new Port.Reader() {
            @Override
            public void read(byte[] bytes) {
                loop.admit(() -> lines.feed(bytes));
            }

            @Override
            public void closed(String reason) {
                loop.run(() -> jobs.gone(reason));
                loop.close();
            }
        });
    }

    void open() {
        port.open();
        loop.run(() -> greet(GREET_AGAIN_MS));
    }

    @Override
    public CompletionStage<Void> answering() {
        return jobs.answering();
    }

    @Override
    public Job start(List<String> argv, String input, JobListener listener) {
        return jobs.start(argv, input, listener);
    }

    @Override
    public void close() {
        port.close();
    }

    /** Again until it is answered: a shell that is just ending takes a greeting with it. */
    private void greet(long againMs) {
        if (!jobs.isReady()) {
            say("\n" + protocol.greeting(), unsaid -> {});
            loop.after(againMs, () -> greet(Math.min(2 * againMs, GREET_SLOWEST_MS)));
        }
    }

    private void heard(String line) {
        Answer answer = protocol.read(line);
        if (answer != null) {
            jobs.heard(answer);
        } else if (line.isEmpty()) {
            // What our image says when it starts a fresh shell.
            say(protocol.greeting(), unsaid -> {});
        }
    }

    private void say(String script, Consumer<String> unsaid) {
        if (!port.send((script + "\n").getBytes(StandardCharsets.UTF_8))) {
            unsaid.accept("the guest takes no more commands: it has not answered for long");
        }
    }
}
