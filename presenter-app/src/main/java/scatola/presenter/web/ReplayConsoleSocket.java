package scatola.presenter.web;

import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import scatola.bus.VmName;
import scatola.presenter.console.ReplayConsole;
import scatola.presenter.console.SystemTime;
import scatola.presenter.replay.Progress;
import scatola.presenter.replay.Replay;
import scatola.presenter.replay.Replays;
import scatola.presenter.timeline.Archive;
import scatola.presenter.timeline.LibraryException;

/** The console of a guest as a replay shows it at its moment: to look at only. */
@WebSocket(path = "/api/replays/{id}/consoles/{vm}")
public final class ReplayConsoleSocket {
    /** Status code 1001: going away (RFC 6455, section 7.4.1). */
    private static final int OVER = 1001;

    private final Replays replays;
    private final Archive archive;
    private final SystemTime time;
    private final Map<String, Watching> watching = new ConcurrentHashMap<>();

    private record Watching(Replay replay, ReplayConsole console) {}

    ReplayConsoleSocket(Replays replays, Archive archive, SystemTime time) {
        this.replays = replays;
        this.archive = archive;
        this.time = time;
    }

    /** Somebody wants to look. */
    @OnOpen
    public void open(WebSocketConnection client) {
        ConsoleLine line = new ConsoleLine(client);
        Optional<Replay> replay = find(client.pathParam("id"));
        Optional<Progress> progress =
                replay.flatMap(one -> one.progress().toCompletableFuture().join());
        if (replay.isEmpty() || progress.isEmpty()) {
            line.missing("no such replay: POST /api/replays begins one");
            return;
        }
        try {
            ReplayConsole console = new ReplayConsole(
                    archive,
                    progress.get().recording(),
                    new VmName(client.pathParam("vm")),
                    line,
                    time,
                    reason -> line.close(OVER, reason));
            String missing = console.missing();
            if (missing == null) {
                watch(client, replay.get(), console);
            } else {
                line.missing(missing);
            }
        } catch (IllegalArgumentException | LibraryException e) {
            line.missing(String.valueOf(e.getMessage()));
        }
    }

    private void watch(WebSocketConnection client, Replay replay, ReplayConsole console) {
        watching.put(client.id(), new Watching(replay, console));
        console.begin();
        replay.watch(console);
        if (client.isClosed()) {
            close(client);
        }
    }

    /** They have seen enough. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection client) {
        Watching gone = watching.remove(client.id());
        if (gone != null) {
            gone.replay().leave(gone.console());
            gone.console().end();
        }
    }

    /** They type, which is of no use. */
    @OnTextMessage
    @NonBlocking
    public void type(String keys, WebSocketConnection client) {
        refuse(client);
    }

    /** They type, which is of no use. */
    @OnBinaryMessage
    @NonBlocking
    public void type(Buffer keys, WebSocketConnection client) {
        refuse(client);
    }

    private void refuse(WebSocketConnection client) {
        Watching one = watching.get(client.id());
        if (one != null) {
            one.console().type();
        }
    }

    private Optional<Replay> find(String id) {
        try {
            return replays.find(Long.parseLong(id));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
