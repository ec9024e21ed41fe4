package scatola.nodeservice.guest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;

/** A guest: its console, and what can be done by running programs in it. */
final class AttachedGuest implements Guest {
    private static final int ANSWER_WITHIN_S = 10;
    private static final int LINES_KEPT = 200;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

    private final String name;
    private final RingConsole console;
    private final CommandLine line;
    private final boolean undisturbed;

    private AttachedGuest(String name, RingConsole console, CommandLine line, boolean undisturbed) {
        this.name = name;
        this.console = console;
        this.line = line;
        this.undisturbed = undisturbed;
    }

    /**
     * @param name for messages
     * @param socket of the console
     * @param line makes the way to run programs, which may be the console
     * @param open begins to talk on it
     * @param undisturbed whether nobody sees what is done there
     */
    static AttachedGuest open(
            String name, Path socket, Function<RingConsole, CommandLine> line, Runnable open, boolean undisturbed) {
        RingConsole console = new RingConsole(socket);
        AttachedGuest guest = new AttachedGuest(name, console, line.apply(console), undisturbed);
        console.open();
        open.run();
        return guest;
    }

    @Override
    public CompletionStage<Void> answering() {
        return line.answering();
    }

    @Override
    public Job start(List<String> argv, String input, JobListener listener) {
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
            throw new GuestRefused("there is no program to run: give a list such as [\"uname\", \"-a\"]");
        }
        if (argv.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw new GuestRefused("a program's arguments can't have a NUL character: leave it out");
        }
        if (CONTROL.matcher(input).find()) {
            throw new GuestRefused("the input has control characters other than line feed and tab: leave them out");
        }
        return line.start(argv, input, listener);
    }

    @Override
    public CompletionStage<Void> assign(MacAddress nic, Ipv4Cidr address) {
        return done(NetworkScripts.assign(nic, address), "take the address " + address);
    }

    @Override
    public CompletionStage<Void> announce(MacAddress nic, Ipv4Cidr address) {
        return done(NetworkScripts.announce(nic, address), "announce the address " + address);
    }

    @Override
    public CompletionStage<Void> powerOff() {
        String purpose = "power off";
        // It may be gone before it says so.
        return ask(List.of("sh", "-c", "sync;poweroff||poweroff -f||halt -p -f"), purpose)
                .handle((answer, failure) -> {
                    if (failure != null && !(unwrapped(failure) instanceof GuestGone)) {
                        throw unwrapped(failure);
                    }
                    if (answer != null && answer.exitCode() > 0) {
                        throw refused(purpose, answer);
                    }
                    return null;
                });
    }

    @Override
    public CompletionStage<Map<MacAddress, Counters>> counters() {
        if (!undisturbed) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return ask(NetworkScripts.count(), "count").thenApply(answer -> NetworkScripts.counted(answer.lines()));
    }

    @Override
    public SerialConsole console() {
        return console;
    }

    @Override
    public void close() {
        line.close();
        console.close();
    }

    private CompletionStage<Void> done(List<String> argv, String purpose) {
        return ask(argv, purpose).thenAccept(answer -> {
            if (answer.exitCode() != 0 || !answer.lines().contains(NetworkScripts.DONE)) {
                throw refused(purpose, answer);
            }
        });
    }

    private CompletableFuture<Answer> ask(List<String> argv, String purpose) {
        CompletableFuture<Answer> asked = new CompletableFuture<>();
        Job job = line.start(argv, "", new JobListener() {
            private final List<String> lines = new ArrayList<>();

            @Override
            public void line(String text) {
                if (lines.size() < LINES_KEPT) {
                    lines.add(text);
                }
            }

            @Override
            public void ended(int exitCode) {
                if (exitCode < 0) {
                    asked.completeExceptionally(new GuestGone("%s went before it could %s".formatted(name, purpose)));
                } else {
                    asked.complete(new Answer(exitCode, List.copyOf(lines)));
                }
            }
        });
        return asked.orTimeout(ANSWER_WITHIN_S, TimeUnit.SECONDS).exceptionally(failure -> {
            RuntimeException reason = unwrapped(failure);
            if (reason instanceof GuestRefused) {
                job.stop();
            }
            throw reason;
        });
    }

    private RuntimeException unwrapped(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return new GuestRefused("%s has not answered for %d s: is it paused, or is its console in use?"
                    .formatted(name, ANSWER_WITHIN_S));
        }
        return cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }

    private GuestRefused refused(String purpose, Answer answer) {
        List<String> words = answer.lines();
        String said = String.join("; ", words.subList(0, Math.min(words.size(), 5)));
        return new GuestRefused(
                "%s did not %s: %s".formatted(name, purpose, said.isEmpty() ? "exit code " + answer.exitCode() : said));
    }

    private record Answer(int exitCode, List<String> lines) {}
}
