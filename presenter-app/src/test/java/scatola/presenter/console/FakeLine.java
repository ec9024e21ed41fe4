package scatola.presenter.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A line to a client that reads at once, or when it is told to. Not safe for several threads. */
final class FakeLine implements Line {
    /** What was sent: texts as they are, bytes after a {@code >}. */
    final List<String> sent = new ArrayList<>();

    @Nullable
    String cut;

    private boolean reads = true;
    private CompletableFuture<Void> going = CompletableFuture.completedFuture(null);

    /** From now on what is sent goes only when {@link #read} says so. */
    void stopReading() {
        reads = false;
    }

    /** What was sent last has gone. */
    void read() {
        going.complete(null);
    }

    /** The connection breaks. */
    void breaks() {
        going.completeExceptionally(new IllegalStateException("gone"));
    }

    /** From now on what is sent goes at once, and what was sent has gone. */
    void readAll() {
        reads = true;
        going.complete(null);
    }

    /** All bytes that were sent. */
    byte[] bytes() {
        StringBuilder all = new StringBuilder();
        sent.stream().filter(one -> one.startsWith(">")).forEach(one -> all.append(one, 1, one.length()));
        return all.toString().getBytes(ISO_8859_1);
    }

    @Override
    public CompletionStage<?> text(String text) {
        sent.add(text);
        return go();
    }

    @Override
    public CompletionStage<?> bytes(byte[] bytes) {
        sent.add(">" + new String(bytes, ISO_8859_1));
        return go();
    }

    @Override
    public void cut(String reason) {
        cut = reason;
    }

    private CompletionStage<?> go() {
        going = reads ? CompletableFuture.completedFuture(null) : new CompletableFuture<>();
        return going;
    }
}
