package scatola.presenter;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import scatola.bus.PresenterName;
import scatola.presenter.command.Commands;
import scatola.presenter.picture.Live;
import scatola.presenter.show.Repertoire;
import scatola.presenter.show.Theatre;
import scatola.presenter.web.Place;

/** Ties the app to Quarkus: its settings, its life and what the web needs of it. */
@Singleton
final class Wiring {
    private final PresenterApp app;
    private final Place place;

    Wiring(
            Settings settings,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        Settings.Broker broker = settings.broker();
        String page = "http://%s:%d/".formatted(host, port);
        app = new PresenterApp(
                new PresenterApp.Setting(
                        broker.host(),
                        broker.port(),
                        settings.root(),
                        new PresenterName(settings.presenter().name()),
                        Path.of(settings.shows()),
                        version,
                        page),
                Map.of());
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

    void start(@Observes StartupEvent event) {
        app.start();
    }

    void stop(@Observes ShutdownEvent event) {
        app.close();
    }
}
