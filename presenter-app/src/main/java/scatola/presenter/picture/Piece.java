package scatola.presenter.picture;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import scatola.bus.Topic;

/**
 * A part of a picture that changes as a whole.
 *
 * @param section where it stands
 * @param name which of the section's, or empty where the section is one value
 */
record Piece(Section section, String name) implements Comparable<Piece> {
    private static final Comparator<Piece> ORDER =
            Comparator.comparing(Piece::section).thenComparing(Piece::name);

    /** The fields of a picture, in their order. */
    enum Section {
        CONNECTED(false),
        NODES(true),
        UPLINKS(true),
        GUESTS(true),
        LINKS(true),
        TESTS(true),
        PRESENTERS(true),
        ALERTS(true),
        BOX(false),
        INFO(false),
        UNREADABLE(false);

        private final boolean named;

        Section(boolean named) {
            this.named = named;
        }

        /** Whether it is an object of many, by name, rather than one value. */
        boolean isNamed() {
            return named;
        }

        /** Its name in JSON. */
        String field() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Piece CONNECTED = new Piece(Section.CONNECTED, "");
    static final Piece BOX = new Piece(Section.BOX, "");
    static final Piece INFO = new Piece(Section.INFO, "");
    static final Piece UNREADABLE = new Piece(Section.UNREADABLE, "");

    /** What is said on that topic changes this piece; null if it changes none. */
    static @Nullable Piece of(Topic topic) {
        return switch (topic) {
            case Topic.NodeAvailability t -> new Piece(Section.NODES, t.node().text());
            case Topic.NodeState t -> new Piece(Section.NODES, t.node().text());
            case Topic.UplinkState t -> new Piece(Section.UPLINKS, t.node().text());
            case Topic.VmState t -> new Piece(Section.GUESTS, t.vm().text());
            case Topic.LinkState t -> new Piece(Section.LINKS, "%s/%s".formatted(t.vm(), t.network()));
            case Topic.TestSample t -> new Piece(Section.TESTS, t.test().text());
            case Topic.TestResult t -> new Piece(Section.TESTS, t.test().text());
            case Topic.Presenter t ->
                new Piece(Section.PRESENTERS, t.presenter().text());
            case Topic.NodeAlert t -> new Piece(Section.ALERTS, "%s/%s".formatted(t.node(), t.alert()));
            case Topic.BoxState t -> BOX;
            case Topic.BoxInfo t -> INFO;
            case Topic.Command t -> null;
            case Topic.NodeEvent t -> null;
            case Topic.NodeResponse t -> null;
            case Topic.VmResponse t -> null;
            case Topic.ConsoleOut t -> null;
            case Topic.ConsoleIn t -> null;
            case Topic.LinkResponse t -> null;
            case Topic.UplinkResponse t -> null;
            case Topic.BoxResponse t -> null;
        };
    }

    @Override
    public int compareTo(Piece other) {
        return ORDER.compare(this, other);
    }
}
