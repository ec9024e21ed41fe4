package scatola.presenter.button;

import org.jspecify.annotations.Nullable;
import scatola.bus.Topic;

/**
 * When this topic says that, send this command.
 *
 * @param line where it begins in its file
 * @param when which topics
 * @param field where in a JSON payload, names joined by dots; null for all of a payload of plain text
 * @param is what must be said there
 * @param command what to do
 * @param with the command's payload, a JSON object
 */
record Rule(int line, TopicFilter when, @Nullable String field, String is, Topic.Command command, String with) {
    boolean isMeant(Said said) {
        return when.matches(said.topic())
                && is.equals(field == null ? said.text() : said.fields().get(field));
    }
}
