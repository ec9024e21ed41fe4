package scatola.presenter.box;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import scatola.bus.TestId;
import scatola.bus.message.Sample;
import scatola.bus.message.TestResult;

/** A traffic test that was heard of. */
public sealed interface TestRun {
    /** @return its id */
    TestId id();

    /** @return when it was heard last */
    Instant lastHeard();

    /**
     * It has given samples and no result since.
     *
     * @param id its id
     * @param lastHeard when the sample came
     * @param sample the last one
     */
    record Running(TestId id, Instant lastHeard, Sample sample) implements TestRun {}

    /**
     * It has a result.
     *
     * @param id its id
     * @param lastHeard when the result came
     * @param result what came of it
     * @param sample the last sample, or null if none was heard
     */
    record Over(
            TestId id,
            Instant lastHeard,
            TestResult result,
            @Nullable Sample sample) implements TestRun {}
}
