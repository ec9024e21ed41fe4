package scatola.presenter.replay;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.presenter.box.World;
import scatola.presenter.picture.Change;
import scatola.presenter.picture.Line;
import scatola.presenter.picture.Outbox;
import scatola.presenter.picture.Picture;
import scatola.presenter.picture.Telegram;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;

/**
 * A replay as its clients see it: messages as of the live box, and its own state. Each message is written once, however
 * many clients there are. All on the replay's thread.
 */
final class Screen implements Watcher {
    private static final long LOOK_S = 1;

    private final Executor thread;
    private final Supplier<String> state;
    private final Consumer<String> broken;
    private final Map<String, Client> clients = new HashMap<>();
    private Picture picture = Picture.of(World.empty(), true, Instant.EPOCH);
    private Instant at = Instant.EPOCH;
    private Instant looked = Instant.EPOCH;

    private record Client(Outbox outbox, Consumer<String> ended) {}

    /**
     * @param thread the replay's
     * @param state tells how far the replay is, as a message; asked on that thread
     * @param broken told which client is no more
     */
    Screen(Executor thread, Supplier<String> state, Consumer<String> broken) {
        this.thread = thread;
        this.state = state;
        this.broken = broken;
    }

    void join(String id, Line line, Consumer<String> ended) {
        Outbox outbox = new Outbox(line, thread, skipped -> again(id, skipped), () -> broken.accept(id));
        clients.put(id, new Client(outbox, ended));
        outbox.add(Telegram.picture(at, picture, 0));
        outbox.add(state.get());
    }

    /** Returns whether nobody is left. */
    boolean leave(String id) {
        clients.remove(id);
        return clients.isEmpty();
    }

    void refuse(String id, String reason) {
        Client client = clients.get(id);
        if (client != null) {
            client.outbox().add(ReplayForm.error(reason));
        }
    }

    @Override
    public void jumped(Instant now, World world) {
        at = now;
        looked = now;
        picture = Picture.of(world, true, now);
        tell(Telegram.picture(now, picture, 0));
    }

    @Override
    public void happened(Entry entry, World before, World after, List<Chapter> chapters) {
        at = entry.at();
        switch (entry) {
            case Entry.Message message -> {
                // what is said elsewhere is in no picture
                if (Fold.topic(message.topic()) instanceof Decoded.Value<Topic> topic) {
                    said(message, topic.value(), after);
                }
            }
            case Entry.Outage outage -> {
                Picture next = Picture.of(after, true, at);
                Change change = next.since(picture);
                picture = next;
                tell(change);
            }
            case Entry.ClockSet set -> {}
            case Entry.Gap gap -> {}
            case Entry.Mark mark -> {}
        }
        chapters.forEach(chapter -> tell(Telegram.chapter(at, chapter.title())));
        if (!at.isBefore(looked.plusSeconds(LOOK_S))) {
            passed(at);
        }
    }

    @Override
    public void passed(Instant now) {
        at = now;
        looked = now;
        show(picture.at(now));
    }

    @Override
    public void progressed(Progress now) {
        passed(now.at());
        tell(state.get());
    }

    @Override
    public void failed(String reason) {
        tell(ReplayForm.error(reason));
    }

    @Override
    public void over(String reason) {
        clients.values().forEach(client -> client.ended().accept(reason));
        clients.clear();
    }

    private void said(Entry.Message message, Topic topic, World after) {
        show(picture.after(after, topic, at));
        boolean clears = message.retained() && message.payload().size() == 0;
        if (Telegram.isEvent(topic) && !clears) {
            tell(Telegram.event(at, topic, message.payload().toArray()));
        }
    }

    private void show(Picture.Next next) {
        picture = next.picture();
        tell(next.change());
    }

    private void tell(Change change) {
        if (!change.isEmpty()) {
            tell(Telegram.change(at, change));
        }
    }

    private void tell(String text) {
        List.copyOf(clients.values()).forEach(client -> client.outbox().add(text));
    }

    /** The whole picture for a client that has missed some messages; its state may have been among them. */
    private String again(String id, long skipped) {
        Client client = clients.get(id);
        if (client != null) {
            client.outbox().add(state.get());
        }
        return Telegram.picture(at, picture, skipped);
    }
}
