package scatola.presenter.command;

import org.jspecify.annotations.Nullable;
import scatola.bus.message.Message;
import scatola.bus.message.Response;

/** Something that the box can do when it is asked on {@code box/request/OPERATION}. */
@FunctionalInterface
public interface BoxOperation {
    /**
     * Does it, or begins to. Must not block.
     *
     * @param message what is asked
     * @param transaction the request's own, or null
     * @return the answer
     */
    Response perform(Message message, @Nullable String transaction);
}
