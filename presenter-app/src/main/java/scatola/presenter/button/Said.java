package scatola.presenter.button;

import java.util.Map;

/**
 * Something that was said on a topic of the broker.
 *
 * @param topic where
 * @param retained whether its sender had it kept, be it now or earlier
 * @param text what, without white space around it
 * @param fields the same, if it is a JSON object: texts, numbers and truth values by their names joined by dots
 */
record Said(String topic, boolean retained, String text, Map<String, String> fields) {
    Said {
        fields = Map.copyOf(fields);
    }
}
