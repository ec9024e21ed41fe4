package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;

/** Asks the box to name what it records. It records always; these say what is worth finding again. */
public sealed interface RecordRequest extends Message {
    /** @return who asks */
    Sender sender();

    /**
     * Begins a recording: {@code box/request/record/start}. The answer's data has its number, {@code recording}, and
     * its {@code name}.
     *
     * @param name for people, or null for one made of date and time
     * @param sender who asks
     */
    record Start(@Nullable String name, Sender sender) implements RecordRequest {
        /**
         * @param f the payload
         * @return the message
         */
        public static Start from(Fields f) {
            return new Start(f.asOrNull("name", text -> Title.checked("name", text)), Sender.from(f));
        }

        @Override
        public ObjectNode json() {
            return sender.write(Json.object().put("name", name)).node();
        }
    }

    /**
     * Ends a recording: {@code box/request/record/stop}. The answer's data is as that of {@link Start}.
     *
     * @param recording its number, or null for the newest that somebody began and that goes on
     * @param sender who asks
     */
    record Stop(@Nullable Long recording, Sender sender) implements RecordRequest {
        /**
         * @param f the payload
         * @return the message
         */
        public static Stop from(Fields f) {
            return new Stop(f.integerOrNull("recording", 1, Long.MAX_VALUE), Sender.from(f));
        }

        @Override
        public ObjectNode json() {
            return sender.write(Json.object().put("recording", recording)).node();
        }
    }

    /**
     * Begins a chapter: {@code box/request/record/mark}. The answer's data has its title, {@code chapter}.
     *
     * @param title for people
     * @param sender who asks
     */
    record Mark(String title, Sender sender) implements RecordRequest {
        /**
         * @param f the payload
         * @return the message
         */
        public static Mark from(Fields f) {
            if (!f.has("title")) {
                throw f.refuse("title is missing: say what begins here, like {\"title\":\"The cable is pulled\"}");
            }
            return new Mark(f.as("title", text -> Title.checked("title", text)), Sender.from(f));
        }

        @Override
        public ObjectNode json() {
            return sender.write(Json.object().put("title", title)).node();
        }
    }
}
