package scatola.presenter;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.PresenterName;
import scatola.bus.Stamp;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.BusOwner;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.message.BoxInfo;
import scatola.bus.message.BoxState;
import scatola.bus.message.Message;
import scatola.bus.message.Presence;
import scatola.bus.message.Presenter;
import scatola.presenter.show.Billboard;
import scatola.presenter.show.Outcome;

/**
 * What the box and its presenter say of themselves: {@code presenter/P} with its will, {@code box/info} and
 * {@code box/state}, all of it again on each connect. Safe for several threads.
 */
final class BoxVoice implements BusOwner, Billboard {
    private static final Logger LOG = LoggerFactory.getLogger(BoxVoice.class);

    private final Topics topics;
    private final PresenterName name;
    private final long session;
    private final Clock clock;
    private final Instant since;
    private final Supplier<BoxInfoParts> info;
    private volatile Consumer<String> lost = reason -> {};
    private volatile Runnable found = () -> {};
    private @Nullable Publisher bus;
    private long seq;
    private BoxState state;

    /**
     * What {@code box/info} says.
     *
     * @param version of this app
     * @param page the live page's address
     * @param shows that can be played
     */
    record BoxInfoParts(String version, String page, List<String> shows) {}

    /**
     * @param topics below which root
     * @param name who presents
     * @param session raised at each start
     * @param clock the present
     * @param info asked at each connect
     */
    BoxVoice(Topics topics, PresenterName name, long session, Clock clock, Supplier<BoxInfoParts> info) {
        this.topics = topics;
        this.name = name;
        this.session = session;
        this.clock = clock;
        this.since = clock.instant();
        this.info = info;
        this.state = new BoxState(stamp(), null, null, null, null, null, null, null, null, null, null);
    }

    @Override
    public Outgoing will() {
        return retained(
                new Topic.Presenter(name), new Presenter(Presence.OFFLINE, name.text(), "presenter", null, session));
    }

    @Override
    public Outgoing farewell() {
        return will();
    }

    @Override
    public synchronized void connected(Publisher first) {
        BoxInfoParts parts = info.get();
        send(
                first,
                new Topic.Presenter(name),
                new Presenter(Presence.ONLINE, name.text(), "presenter", since, session));
        send(first, new Topic.BoxInfo(), new BoxInfo(stamp(), parts.version(), parts.page(), parts.shows()));
        state = again(state.recorder(), state.buttons());
        send(first, new Topic.BoxState(), state);
        found.run();
    }

    @Override
    public void disconnected(String reason) {
        lost.accept(reason);
    }

    @Override
    public synchronized void shows(Scene scene) {
        state = new BoxState(
                stamp(),
                scene.name(),
                scene.show(),
                scene.next() == null ? "playing" : "waiting",
                (long) scene.step(),
                (long) scene.of(),
                scene.say(),
                scene.next(),
                state.last(),
                state.recorder(),
                state.buttons());
        send(bus, new Topic.BoxState(), state);
    }

    @Override
    public synchronized void over(String show, Outcome outcome) {
        BoxState.Last last = new BoxState.Last(show, outcome.toString());
        state = new BoxState(
                stamp(), null, null, null, null, null, null, null, last, state.recorder(), state.buttons());
        send(bus, new Topic.BoxState(), state);
    }

    /** Says how what happens is recorded. */
    synchronized void recorder(BoxState.Recorder recorder) {
        state = again(recorder, state.buttons());
        send(bus, new Topic.BoxState(), state);
    }

    /** Says what buttons do. */
    synchronized void buttons(BoxState.@Nullable Buttons buttons) {
        state = again(state.recorder(), buttons);
        send(bus, new Topic.BoxState(), state);
    }

    /** What it says between two connects goes there. */
    synchronized void speakThrough(Publisher publisher) {
        bus = publisher;
    }

    /** Who is told when the broker is there. */
    void onReturn(Runnable listener) {
        found = listener;
    }

    /** Who is told when the broker is gone. */
    void onLoss(Consumer<String> listener) {
        lost = listener;
    }

    /** What it said of the show, said again. */
    private BoxState again(BoxState.@Nullable Recorder recorder, BoxState.@Nullable Buttons buttons) {
        return new BoxState(
                stamp(),
                state.name(),
                state.show(),
                state.state(),
                state.step(),
                state.steps(),
                state.say(),
                state.next(),
                state.last(),
                recorder,
                buttons);
    }

    private Stamp stamp() {
        return new Stamp(session, ++seq, clock.instant());
    }

    private void send(@Nullable Publisher publisher, Topic topic, Message message) {
        if (publisher == null) {
            return;
        }
        var unused = publisher.publish(retained(topic, message)).whenComplete((sent, failure) -> {
            if (failure != null) {
                // said again on the next connect
                LOG.debug("not said: {}", failure.getMessage());
            }
        });
    }

    private Outgoing retained(Topic topic, Message message) {
        return Outgoing.retained(topics.text(topic), message.payload());
    }
}
