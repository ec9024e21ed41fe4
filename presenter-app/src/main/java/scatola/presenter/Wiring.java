package scatola.presenter;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.PresenterName;
import scatola.bus.Topics;
import scatola.bus.client.BusCredentials;
import scatola.bus.client.BusSettings;
import scatola.bus.message.RecordRequest;
import scatola.presenter.attendance.Usher;
import scatola.presenter.button.Buttons;
import scatola.presenter.command.Commands;
import scatola.presenter.console.LiveConsoles;
import scatola.presenter.console.SystemTime;
import scatola.presenter.homeassistant.Terms;
import scatola.presenter.link.KeyFile;
import scatola.presenter.link.LinkFile;
import scatola.presenter.link.Links;
import scatola.presenter.link.PageAddress;
import scatola.presenter.perform.Performer;
import scatola.presenter.picture.Live;
import scatola.presenter.replay.Replays;
import scatola.presenter.show.Repertoire;
import scatola.presenter.show.Theatre;
import scatola.presenter.tapefile.Consoles;
import scatola.presenter.tapefile.Export;
import scatola.presenter.tapefile.Intake;
import scatola.presenter.timeline.Archive;
import scatola.presenter.timeline.Database;
import scatola.presenter.timeline.RecordOperations;
import scatola.presenter.timeline.Recorder;
import scatola.presenter.timeline.SqliteArchive;
import scatola.presenter.web.Place;

/** Ties the app to Quarkus: its settings, its life and what the web needs of it. */
@Singleton
final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final PresenterApp app;
    private final Place place;
    private final String root;
    private final SqliteArchive archive;
    private final Replays replays;
    private final Recorder recorder;
    private final RecordOperations recordings;
    private final PageAddress pageAddress;
    private final Links links;
    private final SystemTime time = new SystemTime();
    private final LiveConsoles liveConsoles;
    private final Buttons buttons;

    Wiring(
            Settings settings,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port,
            AgroalDataSource source) {
        root = settings.root();
        Settings.Broker broker = settings.broker();
        BusCredentials credentials = credentials(settings);
        pageAddress = new PageAddress(host, port, settings.page().url());
        String page = pageAddress.find(null).base();
        KeyFile.Opened opened = KeyFile.open(Path.of(settings.recordings(), "link.key"));
        opened.trouble().ifPresent(LOG::warn);
        LinkFile linkFile = new LinkFile(Path.of(settings.recordings(), "links"));
        LinkFile.Read out = linkFile.read();
        out.trouble().ifPresent(LOG::warn);
        links = new Links(
                opened.key(),
                Duration.ofHours(settings.link().hours()),
                Clock.systemUTC(),
                out.links(),
                linkFile::keep);
        archive = new SqliteArchive(
                new Database(
                        Path.of(settings.recordings(), "timeline.db"),
                        source,
                        () -> source.flush(AgroalDataSource.FlushMode.ALL)),
                Clock.systemUTC(),
                System::nanoTime);
        recorder = new Recorder(
                archive,
                (long) settings.timeline().maxMib() << 20,
                settings.up().orElseGet(() -> "started " + Instant.now()));
        recordings = new RecordOperations(archive, recorder);
        app = new PresenterApp(
                new PresenterApp.Setting(
                        broker.host(),
                        broker.port(),
                        credentials,
                        root,
                        new PresenterName(settings.presenter().name()),
                        Path.of(settings.shows()),
                        version,
                        page,
                        Terms.of(settings.homeassistant(), settings.homeassistantPrefix(), root)),
                Map.of(
                        // the codec reads them as these
                        "record/start", message -> recordings.start((RecordRequest.Start) message),
                        "record/stop", message -> recordings.stop((RecordRequest.Stop) message),
                        "record/mark", message -> recordings.mark((RecordRequest.Mark) message)));
        replays = new Replays(archive, app.publisher(), root);
        app.onReturn(replays::connected);
        app.onPublished(replays::isPublishing);
        Topics topics = new Topics(root);
        PresenterName name = new PresenterName(settings.presenter().name());
        liveConsoles = new LiveConsoles(
                topics,
                besides(settings, topics.clientId(name), "console"),
                name.text(),
                app.publisher(),
                new LiveConsoles.Box(app.world(), app::isConnected, Clock.systemUTC()),
                archive,
                time);
        buttons = new Buttons(
                topics,
                settings.buttons()
                        .map(Path::of)
                        .orElseGet(
                                () -> Path.of(settings.shows()).toAbsolutePath().resolveSibling("buttons.yaml")),
                settings.buttons().isPresent(),
                besides(settings, topics.clientId(name), "buttons"),
                app.moreCommands(),
                app::tell);
        place = new Place(
                app.world(),
                app::isConnected,
                Clock.systemUTC(),
                "%s:%d".formatted(broker.host(), broker.port()),
                page,
                recorder);
    }

    /** How a connection beside that of the app itself reaches the broker. */
    private static BusSettings besides(Settings settings, String client, String what) {
        return BusSettings.of(
                        settings.broker().host(),
                        settings.broker().port(),
                        client.replace("-presenter-", "-%s-".formatted(what)))
                .withCredentials(credentials(settings));
    }

    /** @return as whom this app comes to the broker, null for nobody */
    static @Nullable BusCredentials credentials(Settings settings) {
        return settings.credentials()
                .map(file -> BusCredentials.read(Path.of(file)))
                .orElse(null);
    }

    @Produces
    @Singleton
    Theatre theatre() {
        return app.theatre();
    }

    @Produces
    @Singleton
    Repertoire repertoire() {
        return app.repertoire();
    }

    @Produces
    @Singleton
    Performer performer() {
        return app.performer();
    }

    @Produces
    @Singleton
    Place place() {
        return place;
    }

    @Produces
    @Singleton
    Live live() {
        return app.live();
    }

    @Produces
    @Singleton
    Usher usher() {
        return app.usher();
    }

    @Produces
    @Singleton
    Links links() {
        return links;
    }

    @Produces
    @Singleton
    PageAddress pageAddress() {
        return pageAddress;
    }

    @Produces
    @Singleton
    Commands commands() {
        return app.commands();
    }

    @Produces
    @Singleton
    Archive archive() {
        return archive;
    }

    @Produces
    @Singleton
    Export export() {
        return new Export(archive, root, ZoneId.systemDefault());
    }

    @Produces
    @Singleton
    Intake intake() {
        return new Intake(archive);
    }

    @Produces
    @Singleton
    Consoles consoles() {
        return new Consoles(archive);
    }

    @Produces
    @Singleton
    LiveConsoles liveConsoles() {
        return liveConsoles;
    }

    @Produces
    @Singleton
    SystemTime time() {
        return time;
    }

    @Produces
    @Singleton
    Replays replays() {
        return replays;
    }

    @Produces
    @Singleton
    Recorder recorder() {
        return recorder;
    }

    void start(@Observes StartupEvent event, TimelineSession session) {
        recorder.onChange(app::tell);
        recorder.onNote(app.live()::noted);
        app.start();
        recorder.start();
        buttons.start();
        session.open();
    }

    void stop(@Observes ShutdownEvent event, TimelineSession session) {
        buttons.close();
        liveConsoles.close();
        replays.close();
        app.close();
        recordings.close();
        recorder.close();
        session.close();
        time.close();
    }
}
