package scatola.presenter.perform;

import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.TestId;
import scatola.bus.message.Response;

/** What stands in the data of answers, which is JSON. */
final class AnswerData {
    private AnswerData() {}

    /** The id of the test that was started, or null if none was. */
    static @Nullable TestId test(Response answer) {
        Decoded<TestId> test = Fields.decode(answer.data(), fields -> fields.as("test", TestId::new));
        return test instanceof Decoded.Value<TestId> good ? good.value() : null;
    }
}
