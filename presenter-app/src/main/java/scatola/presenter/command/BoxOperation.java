package scatola.presenter.command;

import scatola.bus.message.Message;
import scatola.bus.message.Response;

/** Something that the box can do when it is asked on {@code box/request/OPERATION}. */
@FunctionalInterface
public interface BoxOperation {
    /**
     * Does it, or begins to. Must not block.
     *
     * @param message what is asked
     * @return the answer, with the message's transaction
     */
    Response perform(Message message);
}
