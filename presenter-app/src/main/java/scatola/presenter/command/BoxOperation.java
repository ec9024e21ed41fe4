package scatola.presenter.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import scatola.bus.message.Message;
import scatola.bus.message.Response;

/** Something that the box can do when it is asked on {@code box/request/OPERATION}. */
@FunctionalInterface
public interface BoxOperation {
    /**
     * Does it, or begins to. Must not block.
     *
     * @param message what is asked
     * @return the answer, with the message's transaction; it may come later
     */
    CompletionStage<Response> perform(Message message);

    /**
     * @param operation something that is done, or begun, while its caller waits
     * @return the same
     */
    static BoxOperation atOnce(Function<Message, Response> operation) {
        return message -> CompletableFuture.completedFuture(operation.apply(message));
    }
}
