package scatola.presenter.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import scatola.presenter.box.World;

/** A library in memory, for tests: one tape, and recordings on it. Safe for several threads. */
public final class Shelf implements Library {
    private final TreeMap<Instant, Entry> tape = new TreeMap<>();
    private final TreeMap<Instant, World> worlds = new TreeMap<>();
    private final TreeMap<Long, Recording> recordings = new TreeMap<>();
    private boolean broken;

    /** Appends an entry. */
    public synchronized void append(Entry entry) {
        if (!tape.isEmpty() && !entry.at().isAfter(tape.lastKey())) {
            throw new IllegalArgumentException("%s comes after %s".formatted(entry, tape.lastKey()));
        }
        worlds.put(
                entry.at(),
                Fold.after(worlds.isEmpty() ? World.empty() : worlds.lastEntry().getValue(), entry));
        tape.put(entry.at(), entry);
    }

    /** Names a stretch; one without an end goes on. */
    public synchronized Recording record(String name, Instant from, @Nullable Instant to) {
        long id = recordings.size() + 1L;
        Recording recording = new Recording(id, name, Recording.LIVE, from, to, true, null);
        recordings.put(id, recording);
        return recording;
    }

    /** Ends a recording. */
    public synchronized void stop(long id, Instant to) {
        recordings.computeIfPresent(
                id, (same, r) -> new Recording(id, r.name(), r.tape(), r.from(), to, r.kept(), r.by()));
    }

    /** Forgets a recording. */
    public synchronized void delete(long id) {
        recordings.remove(id);
    }

    /** From now on, or no longer, every call fails. */
    public synchronized void broken(boolean now) {
        broken = now;
    }

    @Override
    public synchronized List<Recording> recordings() {
        check();
        return List.copyOf(recordings.descendingMap().values());
    }

    @Override
    public synchronized Optional<Recording> find(long id) {
        check();
        return Optional.ofNullable(recordings.get(id));
    }

    @Override
    public Iterator<Entry> entries(Recording recording, Instant from) {
        check();
        return new Iterator<>() {
            private Instant last = (from.isBefore(recording.from()) ? recording.from() : from).minusNanos(1);

            @Override
            public boolean hasNext() {
                return following() != null;
            }

            @Override
            public Entry next() {
                Entry entry = following();
                if (entry == null) {
                    throw new NoSuchElementException();
                }
                last = entry.at();
                return entry;
            }

            private @Nullable Entry following() {
                synchronized (Shelf.this) {
                    check();
                    var found = tape.higherEntry(last);
                    return found == null
                                    || (recording.to() != null
                                            && !found.getKey().isBefore(recording.to()))
                            ? null
                            : found.getValue();
                }
            }
        };
    }

    @Override
    public synchronized List<Entry.Message> latest(Recording recording, String topic, Instant at, int bytes) {
        check();
        List<Entry.Message> latest = new ArrayList<>();
        int read = 0;
        for (Entry entry : tape.headMap(at, true).descendingMap().values()) {
            if (read < bytes
                    && !entry.at().isBefore(recording.from())
                    && entry instanceof Entry.Message message
                    && message.topic().equals(topic)) {
                latest.addFirst(message);
                read += message.payload().size();
            }
        }
        return latest;
    }

    @Override
    public synchronized World worldAt(Recording recording, Instant at) {
        check();
        var last = worlds.floorEntry(at);
        return last == null ? World.empty() : last.getValue();
    }

    @Override
    public synchronized Instant end(Recording recording) {
        check();
        Instant to = recording.to();
        return to != null ? to : tape.isEmpty() ? recording.from() : tape.lastKey();
    }

    @Override
    public synchronized List<Chapter> chapters(Recording recording) {
        check();
        List<Chapter> chapters = new ArrayList<>();
        entries(recording, recording.from()).forEachRemaining(entry -> {
            if (entry instanceof Entry.Mark mark) {
                chapters.add(new Chapter(mark.at(), mark.title(), mark.by()));
            }
        });
        return chapters;
    }

    private void check() {
        if (broken) {
            throw new LibraryException("the shelf is broken: mend it", null);
        }
    }

    @Override
    public Instant timeOfDay(Recording recording, Instant at) {
        return at;
    }
}
