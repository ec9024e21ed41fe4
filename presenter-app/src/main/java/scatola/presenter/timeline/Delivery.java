package scatola.presenter.timeline;

/**
 * A message as the broker delivered it.
 *
 * @param nanoTime when it arrived, by {@link System#nanoTime}
 * @param topic where it was said, below the root
 * @param payload what was said; not copied, do not change it
 * @param qos its quality of service, 0 to 2
 * @param retained whether the broker had kept it from before
 * @param again whether the broker says that it may have delivered it before
 * @param packet its packet identifier; 0 if it has none
 * @param acknowledge tells the broker that it is kept; called from the recorder's thread
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Delivery(
        long nanoTime,
        String topic,
        byte[] payload,
        int qos,
        boolean retained,
        boolean again,
        int packet,
        Runnable acknowledge) {}
