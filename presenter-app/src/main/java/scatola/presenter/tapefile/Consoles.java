package scatola.presenter.tapefile;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;

/** The guests' consoles in recordings, also as asciicast files, version 2, for asciinema. Safe for several threads. */
public final class Consoles {
    private final Library library;

    /** @param library where the recordings are */
    public Consoles(Library library) {
        this.library = library;
    }

    /**
     * A guest's console in a recording.
     *
     * @param vm the guest
     * @param outBytes how many it wrote
     * @param inBytes how many were typed
     */
    public record Console(VmName vm, long outBytes, long inBytes) {
        private Console and(Bit bit) {
            int more = bit.bytes().length;
            return bit.typed() ? new Console(vm, outBytes, inBytes + more) : new Console(vm, outBytes + more, inBytes);
        }
    }

    /** A few bytes of a console. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Bit(VmName vm, Instant at, boolean typed, byte[] bytes) {
        static @Nullable Bit of(Entry entry) {
            if (!(entry instanceof Entry.Message message)
                    || !(Fold.topic(message.topic()) instanceof Decoded.Value<Topic> topic)) {
                return null;
            }
            byte[] bytes = message.payload().toArray();
            return switch (topic.value()) {
                case Topic.ConsoleOut out -> new Bit(out.vm(), entry.at(), false, bytes);
                case Topic.ConsoleIn in -> new Bit(in.vm(), entry.at(), true, bytes);
                default -> null;
            };
        }
    }

    /**
     * @param recording which
     * @return the consoles on which anything was written or typed, by guest; it takes reading all of the recording
     * @throws LibraryException as the library
     */
    public List<Console> of(Recording recording) {
        SortedMap<VmName, Console> consoles = new TreeMap<>();
        try {
            Stretch.of(library, recording).forEach(entry -> {
                Bit bit = Bit.of(entry);
                if (bit != null && bit.bytes().length > 0) {
                    consoles.merge(bit.vm(), new Console(bit.vm(), 0, 0).and(bit), (before, one) -> before.and(bit));
                }
            });
        } catch (IOException e) {
            // nothing is written
            throw new UncheckedIOException(e);
        }
        return List.copyOf(consoles.values());
    }

    /**
     * Writes a guest's console, bit by bit as it is read. What is no UTF-8 is replaced.
     *
     * @param recording which
     * @param vm the guest; of one that nothing is known of the file is empty
     * @param out where to; not closed
     * @throws IOException as the stream
     * @throws LibraryException as the library
     * @see <a href="https://docs.asciinema.org/manual/asciicast/v2/">asciicast v2</a>
     */
    public void cast(Recording recording, VmName vm, OutputStream out) throws IOException {
        CastWriter cast = new CastWriter(out, recording.from());
        cast.header(library.timeOfDay(recording, recording.from()), "%s, %s".formatted(vm, recording.name()));
        Stretch stretch = Stretch.of(library, recording);
        stretch.forEach(entry -> {
            Bit bit = Bit.of(entry);
            if (bit != null && bit.vm().equals(vm)) {
                cast.event(bit.at(), bit.typed(), bit.bytes());
            }
        });
        cast.end(stretch.to());
    }
}
