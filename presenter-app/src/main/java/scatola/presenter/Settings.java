package scatola.presenter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.Optional;

/** How the presenter app is set up, from {@code SCATOLA_…} in the environment. */
@ConfigMapping(prefix = "scatola")
interface Settings {
    /** @return below which root the box is on the bus */
    @WithDefault("scatola")
    String root();

    /** @return where the broker is */
    Broker broker();

    /** @return a file that says as whom to come to the broker, and by which CA to know it; see docs/security.md */
    Optional<String> credentials();

    /** @return who presents */
    Presenter presenter();

    /** @return the folder of shows */
    @WithDefault("shows")
    String shows();

    /** @return the file that says what buttons do; otherwise buttons.yaml beside the folder of shows, if it is there */
    Optional<String> buttons();

    /** @return the folder of the timeline's database */
    @WithDefault("recordings")
    String recordings();

    /** @return tells one coming up of the box from another; without it each start of this app is one */
    Optional<String> up();

    /** @return what is kept of what happens */
    Timeline timeline();

    /** @return links that let people in */
    Link link();

    /** @return the page */
    Page page();

    /** @return whether Home Assistant is told of the box, {@code on} or {@code off} */
    @WithDefault("on")
    String homeassistant();

    /** @return what its discovery topics begin with */
    @WithName("homeassistant.prefix")
    @WithDefault("homeassistant")
    String homeassistantPrefix();

    /** Links that let people in. */
    interface Link {
        /** @return how long one does */
        @WithDefault("12")
        int hours();
    }

    /** The page. */
    interface Page {
        /** @return where others find it, if that is not where this machine would look */
        Optional<String> url();
    }

    /** What is kept of what happens. */
    interface Timeline {
        /** @return how large the database may grow; what has no name goes first */
        @WithDefault("1024")
        int maxMib();
    }

    /** Where the broker is. */
    interface Broker {
        /** @return name or address */
        @WithDefault("127.0.0.1")
        String host();

        /** @return TCP port */
        @WithDefault("1883")
        int port();
    }

    /** Who presents. */
    interface Presenter {
        /** @return a name as it stands in a topic */
        @WithDefault("laptop")
        String name();
    }
}
