package scatola.presenter;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import scatola.bus.PresenterName;
import scatola.bus.Topics;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusCredentials;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Publisher;
import scatola.bus.message.BoxState;
import scatola.bus.message.Plain;
import scatola.bus.message.Response;
import scatola.bus.message.ShowNext;
import scatola.bus.message.ShowRequest;
import scatola.presenter.attendance.Usher;
import scatola.presenter.box.World;
import scatola.presenter.button.ButtonState;
import scatola.presenter.command.Answering;
import scatola.presenter.command.BoxOperation;
import scatola.presenter.command.Commands;
import scatola.presenter.homeassistant.Butler;
import scatola.presenter.homeassistant.Terms;
import scatola.presenter.perform.PerformOperations;
import scatola.presenter.perform.Performer;
import scatola.presenter.picture.Live;
import scatola.presenter.presence.PresenceWatch;
import scatola.presenter.show.Repertoire;
import scatola.presenter.show.ShowOperations;
import scatola.presenter.show.Stage;
import scatola.presenter.show.Theatre;
import scatola.presenter.timeline.RecorderState;

/** All features put together and tied to the bus; the only place that knows all of them. Safe for several threads. */
final class PresenterApp implements AutoCloseable {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);
    /** When Home Assistant comes, everybody speaks to it; those of several boxes do so within this. */
    private static final long MOST_PATIENCE_MS = 3000;

    private final BoxVoice voice;
    private final Reception reception;
    private final BusConnection bus;
    private final Theatre theatre;
    private final Performer performer;
    private final Answering answering;
    private final Repertoire repertoire;
    private final PresenceWatch presence;
    private final Live live;
    private final Topics topics;
    private final Commands commands;
    private final Usher usher;
    private final Butler butler;
    private volatile Runnable returned = () -> {};
    private volatile BooleanSupplier publishing = () -> false;

    /**
     * Where and as whom it works.
     *
     * @param broker the broker's name or address
     * @param port its TCP port
     * @param credentials as whom it comes to the broker; null for one that asks nobody
     * @param root below which root the box is
     * @param name who presents
     * @param shows the folder of shows
     * @param version of this app
     * @param page this app's address
     * @param homeAssistant whether and where Home Assistant is told of the box
     */
    record Setting(
            String broker,
            int port,
            @Nullable BusCredentials credentials,
            String root,
            PresenterName name,
            Path shows,
            String version,
            String page,
            Terms homeAssistant) {}

    /**
     * Does nothing yet: {@link #start}.
     *
     * @param setting where and as whom it works
     * @param more what the box can do besides, by operation of {@code box/request}
     */
    PresenterApp(Setting setting, Map<String, BoxOperation> more) {
        Clock clock = Clock.systemUTC();
        // a laptop has a clock, so the time of its start does for a counter that each start raises
        long session = clock.instant().getEpochSecond();
        topics = new Topics(setting.root());
        String client = topics.clientId(setting.name());
        live = new Live(clock);
        repertoire = new Repertoire(setting.shows());
        voice = new BoxVoice(
                topics,
                setting.name(),
                session,
                clock,
                () -> new BoxVoice.BoxInfoParts(setting.version(), setting.page(), repertoire.names()));
        bus = new BusConnection(
                BusSettings.of(setting.broker(), setting.port(), client)
                        .withCredentials(setting.credentials())
                        .withKeepAlive(KEEP_ALIVE)
                        .withReplyTopic(topics.filter("reply/" + client)),
                voice);
        usher = new Usher(
                topics,
                bus,
                clock,
                setting.name(),
                session,
                count -> live.audience(count.presenters(), count.onlookers()));
        butler = new Butler(
                setting.homeAssistant(),
                topics,
                setting.name(),
                setting.version(),
                new Butler.Surroundings(
                        bus,
                        clock,
                        () -> Duration.ofMillis(ThreadLocalRandom.current().nextLong(MOST_PATIENCE_MS))));
        butler.subscriptions().forEach(bus::subscribe);
        reception = new Reception(topics, clock, List.of(live, usher, butler));
        commands = new Commands(topics, bus::request);
        Stage stage = new Stage();
        theatre = new Theatre(topics, bus, clock, voice, stage, setting.name().text(), session);
        performer = new Performer(topics, bus, clock, reception, voice, stage, session);
        ShowOperations shows = new ShowOperations(theatre, repertoire);
        PerformOperations performances = new PerformOperations(performer);
        // the codec reads them as these
        Map<String, BoxOperation> operations = new HashMap<>(more);
        operations.put("show", BoxOperation.atOnce(message -> shows.play((ShowRequest) message)));
        operations.put("show/next", message -> shows.next((ShowNext) message));
        operations.put("show/stop", BoxOperation.atOnce(message -> {
            Response stopped = performances.stop((Plain) message);
            return stopped == null ? shows.stop((Plain) message) : stopped;
        }));
        operations.put("reset", BoxOperation.atOnce(message -> performances.reset((Plain) message)));
        answering = new Answering(topics, bus, reception, clock, operations, client);
        presence = new PresenceWatch(topics, bus, reception, clock);
        reception.listen(bus, answering, theatre, performer);
        voice.speakThrough(bus);
        voice.onReturn(() -> {
            reception.found();
            usher.returned();
            returned.run();
        });
        voice.onLoss(reason -> {
            reception.lost();
            theatre.busLost(reason);
            performer.busLost(reason);
        });
    }

    /** Begins to connect; a broker that is not there yet is no reason not to start. */
    void start() {
        bus.start();
        presence.start();
        butler.start(() -> performer.isReplaying() || publishing.getAsBoolean());
    }

    /** Says on the bus how what happens is recorded. */
    void tell(RecorderState state, @Nullable String recording) {
        voice.recorder(
                switch (state) {
                    case RecorderState.Recording r -> new BoxState.Recorder("recording", null, recording);
                    case RecorderState.Crowded c -> new BoxState.Recorder("recording", c.reason(), recording);
                    case RecorderState.Waiting w -> new BoxState.Recorder("failing", w.reason(), recording);
                    case RecorderState.Failing f -> new BoxState.Recorder("failing", f.reason(), recording);
                });
    }

    /** Says on the bus what buttons do. */
    void tell(ButtonState state) {
        voice.buttons(
                state.rules() == 0 && state.problem() == null
                        ? null
                        : new BoxState.Buttons(state.rules(), state.problem()));
    }

    Theatre theatre() {
        return theatre;
    }

    Performer performer() {
        return performer;
    }

    /** Where others may say something on the bus. */
    Publisher publisher() {
        return bus;
    }

    /** Who is told, on the connection's thread, when the broker is there. */
    void onReturn(Runnable listener) {
        returned = listener;
    }

    /** Who knows whether a replay is being published. */
    void onPublished(BooleanSupplier asked) {
        publishing = asked;
    }

    Repertoire repertoire() {
        return repertoire;
    }

    Supplier<World> world() {
        return reception;
    }

    Live live() {
        return live;
    }

    /** Who shows people in. */
    Usher usher() {
        return usher;
    }

    Commands commands() {
        return commands;
    }

    /** Commands of somebody who may wait for answers beside the web's. */
    Commands moreCommands() {
        return new Commands(topics, bus::request);
    }

    boolean isConnected() {
        return bus.isConnected();
    }

    /** Ends what plays, says goodbye and disconnects; takes 8 s at most. */
    @Override
    public void close() {
        presence.close();
        theatre.close();
        performer.close();
        answering.close();
        usher.close();
        butler.close();
        bus.close();
        live.close();
    }
}
