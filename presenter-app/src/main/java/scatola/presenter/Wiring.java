package scatola.presenter;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.PresenterName;
import scatola.presenter.command.Commands;
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
import scatola.presenter.timeline.LibraryException;
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

    Wiring(
            Settings settings,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port,
            AgroalDataSource source) {
        root = settings.root();
        Settings.Broker broker = settings.broker();
        String page = "http://%s:%d/".formatted(host, port);
        app = new PresenterApp(
                new PresenterApp.Setting(
                        broker.host(),
                        broker.port(),
                        root,
                        new PresenterName(settings.presenter().name()),
                        Path.of(settings.shows()),
                        version,
                        page),
                Map.of());
        archive = new SqliteArchive(
                new Database(
                        Path.of(settings.recordings(), "timeline.db"),
                        source,
                        () -> source.flush(AgroalDataSource.FlushMode.ALL)),
                Clock.systemUTC(),
                System::nanoTime);
        replays = new Replays(archive, app.publisher(), root);
        app.onReturn(replays::connected);
        place = new Place(
                app.world(),
                app::isConnected,
                Clock.systemUTC(),
                "%s:%d".formatted(broker.host(), broker.port()),
                page);
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
    Replays replays() {
        return replays;
    }

    void start(@Observes StartupEvent event) {
        app.start();
        try {
            archive.open();
        } catch (LibraryException e) {
            LOG.error("timeline not open: {}", e.getMessage(), e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        replays.close();
        app.close();
        archive.close();
    }
}
