package scatola.presenter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the presenter app is set up, from {@code SCATOLA_…} in the environment. */
@ConfigMapping(prefix = "scatola")
interface Settings {
    /** @return below which root the box is on the bus */
    @WithDefault("scatola")
    String root();

    /** @return where the broker is */
    Broker broker();

    /** @return who presents */
    Presenter presenter();

    /** @return the folder of shows */
    @WithDefault("shows")
    String shows();

    /** @return the folder of the timeline */
    @WithDefault("recordings")
    String recordings();

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
