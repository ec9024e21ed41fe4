package scatola.presenter.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final List<String> sent = new ArrayList<>();
    private CompletableFuture<Void> going = new CompletableFuture<>();
    private boolean broken;
    private final Outbox outbox =
            new Outbox(this::send, Runnable::run, skipped -> "picture, skipped " + skipped, () -> broken = true);

    @Test
    void theNextGoesWhenTheOneBeforeHasGone() {
        outbox.add("a");
        outbox.add("b");
        outbox.add("c");
        assertThat(sent).containsExactly("a");

        goes();
        assertThat(sent).containsExactly("a", "b");
        goes();
        goes();

        outbox.add("d");
        assertThat(sent).containsExactly("a", "b", "c", "d");
    }

    @Test
    void whoReadsTooSlowlyGetsThePictureInsteadOfEverythingThatWaits() {
        outbox.add("first");
        for (int i = 0; i < Outbox.MOST; i++) {
            outbox.add("change " + i);
        }
        outbox.add("one too many");
        outbox.add("another one");
        goes();

        assertThat(sent).containsExactly("first", "picture, skipped " + (Outbox.MOST + 2));
        goes();
        outbox.add("next");
        assertThat(sent).endsWith("next");
    }

    @Test
    void longMessagesCountByTheirLength() {
        outbox.add("first");
        String long1 = "x".repeat(Outbox.MOST_CHARS / 2);
        outbox.add(long1);
        outbox.add(long1);
        outbox.add("y");
        goes();

        assertThat(sent).containsExactly("first", "picture, skipped 3");
    }

    @Test
    void whoIsSkippedWhileNothingIsOnItsWayGetsThePictureAtOnce() {
        outbox.skip(7);

        assertThat(sent).containsExactly("picture, skipped 7");
    }

    @Test
    void aLineThatBreaksIsToldOnceAndNothingIsSentAnyMore() {
        outbox.add("a");
        outbox.add("b");

        going.completeExceptionally(new IOException("gone"));
        outbox.add("c");

        assertThat(broken).isTrue();
        assertThat(sent).containsExactly("a");
    }

    private CompletionStage<Void> send(String text) {
        sent.add(text);
        going = new CompletableFuture<>();
        return going;
    }

    private void goes() {
        going.complete(null);
    }
}
