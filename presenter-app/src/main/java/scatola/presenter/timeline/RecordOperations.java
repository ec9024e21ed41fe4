package scatola.presenter.timeline;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import scatola.bus.message.Json;
import scatola.bus.message.RecordRequest;
import scatola.bus.message.Response;

/**
 * Recordings and chapters as they are asked for on the bus: {@code box/request/record/start}, {@code record/stop} and
 * {@code record/mark}. They are done one after the other, beside whoever asks, since the database may take its time. Safe
 * for several threads.
 */
public final class RecordOperations implements AutoCloseable {
    /** Who set a chapter when nobody says. */
    private static final String SOMEBODY = "somebody";

    private final Archive archive;
    private final Marker marker;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("record").factory());

    /** Where chapters are set by hand. */
    @FunctionalInterface
    public interface Marker {
        /**
         * Sets a chapter, now.
         *
         * @param title for people
         * @param by who sets it
         * @throws LibraryException if it can't be kept
         */
        void mark(String title, String by);

        /**
         * Waits until what has arrived by now is on the tape, so that what begins or ends then does so behind it.
         *
         * @throws LibraryException if it can't be kept
         */
        default void settle() {}
    }

    /**
     * @param archive where recordings are
     * @param marker where chapters are set
     */
    public RecordOperations(Archive archive, Marker marker) {
        this.archive = archive;
        this.marker = marker;
    }

    /**
     * Begins a recording, which is kept.
     *
     * @param request its name
     * @return ok with its number and name, or why not
     */
    public CompletionStage<Response> start(RecordRequest.Start request) {
        return perform(request, () -> {
            marker.settle();
            Recording recording = archive.start(request.name(), request.sender().by(), true);
            return recorded(request, recording);
        });
    }

    /**
     * Ends a recording.
     *
     * @param request which
     * @return ok with its number and name, or why not
     */
    public CompletionStage<Response> stop(RecordRequest.Stop request) {
        return perform(request, () -> {
            marker.settle();
            Recording recording =
                    archive.stop(request.recording(), request.sender().by());
            return recorded(request, recording);
        });
    }

    /**
     * Begins a chapter.
     *
     * @param request its title
     * @return ok with its title, or why not
     */
    public CompletionStage<Response> mark(RecordRequest.Mark request) {
        return perform(request, () -> {
            marker.mark(
                    request.title(), Objects.requireNonNullElse(request.sender().by(), SOMEBODY));
            return Response.ok(
                    transaction(request),
                    Json.object().put("chapter", request.title()).node());
        });
    }

    /** Ends what is being done. */
    @Override
    public void close() {
        worker.close();
    }

    private CompletionStage<Response> perform(RecordRequest request, Supplier<Response> operation) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return operation.get();
                    } catch (ArchiveRefusal | LibraryException e) {
                        return Response.error(transaction(request), String.valueOf(e.getMessage()));
                    }
                },
                worker);
    }

    private static Response recorded(RecordRequest request, Recording recording) {
        return Response.ok(
                transaction(request),
                Json.object()
                        .put("recording", recording.id())
                        .put("name", recording.name())
                        .node());
    }

    private static @Nullable String transaction(RecordRequest request) {
        return request.sender().transaction();
    }
}
