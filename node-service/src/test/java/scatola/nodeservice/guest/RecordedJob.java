package scatola.nodeservice.guest;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import scatola.nodeservice.guest.Guest.JobListener;

/** Remembers what a program said. */
final class RecordedJob implements JobListener {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    static RecordedJob run(Guest guest, String... argv) {
        RecordedJob job = new RecordedJob();
        guest.start(List.of(argv), "", job);
        return job;
    }

    @Override
    public void line(String text) {
        lines.add(text);
    }

    @Override
    public void ended(int exitCode) {
        if (!exit.complete(exitCode)) {
            throw new IllegalStateException("ended twice");
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until it has ended. */
    int exitCode() throws InterruptedException, ExecutionException, TimeoutException {
        return exit.get(60, SECONDS);
    }

    boolean hasEnded() {
        return exit.isDone();
    }
}
