package scatola.bus.client;

import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.client.BusException.Kind;

/**
 * A connection to the broker that comes back by itself: MQTT 5, clean start and session expiry 0 (section 3.1.2.11.2),
 * so nothing waits at the broker for a client that is away, and nothing waits here for a broker that is away.
 *
 * <p>Every attempt asks its owner for the will. Once connected it subscribes again, lets the owner speak first, then
 * everybody. The loss of the broker is logged once, and its return once. Listeners and the owner are called on one
 * thread of the connection, in order, and must not block; everything else may be called on any thread.
 */
public final class BusConnection implements Publisher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BusConnection.class);

    private static final Duration SUBACK = Duration.ofSeconds(3);
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final Duration REQUEST_EXPIRY = Duration.ofSeconds(10);
    /** A connection that lived shorter does not reset the backoff. */
    private static final Duration STEADY = Duration.ofSeconds(3);
    /**
     * So many young connections that the broker closes in a row are a quarrel about the client id. Debian 12's Mosquitto
     * does not say so (reason code 0x8E), and a single takeover may have been an {@link #evict}.
     */
    private static final int ROBBED = 3;

    private final BusSettings settings;
    private final BusOwner owner;
    private final Subscriptions subscriptions;
    private final ScheduledThreadPoolExecutor thread;
    private final Dialler dialler;
    private final Requests requests;
    private final Refusals refusals;
    private final Backoff backoff = new Backoff(new SplittableRandom());
    private final String name;

    private volatile @Nullable Session session;
    private boolean started;

    // Touched on the thread only.
    private final OutageLog outage;
    private long attempts;
    private int robbed;
    private boolean connecting;
    private @Nullable CompletableFuture<Void> leaving;

    /**
     * Does nothing yet: {@link #subscribe}, then {@link #start}.
     *
     * @param settings how to reach the broker
     * @param owner whom it speaks for
     */
    public BusConnection(BusSettings settings, BusOwner owner) {
        this.settings = settings;
        this.owner = owner;
        this.name = "client=%s broker=%s:%d".formatted(settings.clientId(), settings.host(), settings.port());
        this.outage = new OutageLog(name, settings);
        this.subscriptions = new Subscriptions(name);
        this.refusals = new Refusals(name, owner);
        this.thread = new ScheduledThreadPoolExecutor(1, daemon("bus-" + settings.clientId()));
        // What a connection still tells after close() has nobody left to hear it.
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        thread.setRemoveOnCancelPolicy(true);
        this.dialler = new Dialler(
                settings,
                thread,
                task -> daemon("bus-io-" + settings.clientId()).newThread(task).start());
        this.requests = new Requests(settings.most(), thread);
        if (settings.replyTopic() != null) {
            subscriptions.add(Subscription.toCommands(settings.replyTopic(), this::answered));
        }
    }

    /**
     * Declares a subscription, to be made at each connect.
     *
     * @param subscription what to be told of
     * @throws IllegalStateException after {@link #start}
     */
    public synchronized void subscribe(Subscription subscription) {
        if (started) {
            throw new IllegalStateException("%s: subscribe to %s before start".formatted(name, subscription.filter()));
        }
        subscriptions.add(subscription);
    }

    /** Begins to connect, and never gives up. Returns at once. */
    public synchronized void start() {
        if (started) {
            throw new IllegalStateException(name + ": started twice");
        }
        started = true;
        thread.execute(this::attempt);
    }

    /** @return whether messages are let through just now */
    public boolean isConnected() {
        Session here = session;
        return here != null && here.isOpen();
    }

    @Override
    public CompletionStage<Void> publish(Outgoing message) {
        Session here = session;
        return here == null
                ? CompletableFuture.failedFuture(new BusException(
                        Kind.NOT_CONNECTED, "not sent, the broker is not connected: %s".formatted(message)))
                : here.publish(message);
    }

    /**
     * Publishes a question (QoS 1, expiring after 10 s) and waits for one answer on the reply topic of this client.
     *
     * @param topic where to ask
     * @param payload what to ask
     * @param timeout how long to wait for the answer
     * @return completes with the answer, otherwise fails with a {@link BusException}; on the connection's thread, where
     *     nothing must block
     * @throws IllegalStateException if the settings name no reply topic
     */
    public CompletionStage<Incoming> request(String topic, byte[] payload, Duration timeout) {
        String replyTopic = settings.replyTopic();
        if (replyTopic == null) {
            throw new IllegalStateException(name + ": requests need a reply topic in the settings");
        }
        return requests.ask(Outgoing.of(topic, payload).withExpiry(REQUEST_EXPIRY), replyTopic, timeout, this);
    }

    /**
     * Has the broker end the connection of a client that is not heard any more, so that its will is published now. The
     * broker alone takes longer: Mosquitto 2.0 looks for silent clients every six seconds only, however short their
     * keep-alive (src/keepalive.c). A client that is alive after all connects again at once; one that is not connected
     * is not touched.
     *
     * @param clientId whose connection to end (MQTT 5, section 3.1.4-3: a second CONNECT of the same client id)
     * @return completes when it is done, otherwise fails with a {@link BusException}
     */
    public CompletionStage<Void> evict(String clientId) {
        Mqtt5AsyncClient rival = dialler.client(clientId).buildAsync();
        return rival.connectWith()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .send()
                .thenCompose(ack -> rival.disconnect())
                .handle((done, failure) -> {
                    if (failure != null) {
                        throw new BusException(
                                Kind.REFUSED, "%s could not be evicted: %s".formatted(clientId, Reasons.of(failure)));
                    }
                    return null;
                });
    }

    /**
     * Publishes the owner's farewell after what was published before, then disconnects. If the broker does not take the
     * farewell, it is asked to publish the will instead (reason code 0x04, section 3.14.2.1). Takes 3 s at most; not to
     * be called on the connection's own thread.
     */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        CompletableFuture<Void> gone = new CompletableFuture<>();
        thread.execute(() -> leave(gone));
        try {
            gone.get(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("bus {} close: the broker did not see us off: {}", name, Reasons.of(e));
        }
        thread.shutdownNow();
        endSession("closed");
        outage.left();
    }

    private void attempt() {
        if (leaving != null) {
            return;
        }
        long number = ++attempts;
        try {
            Mqtt5AsyncClient client = dialler.client(settings.clientId())
                    .addDisconnectedListener(
                            context -> thread.execute(() -> lost(number, context.getCause(), context.getSource())))
                    .buildAsync();
            connecting = true;
            // A failed attempt is told by the client's listener, like every other end of a connection.
            var unused = client.connect(dialler.connect(owner.will())).thenRun(() -> accepted(number, client));
        } catch (RuntimeException e) {
            LOG.error("bus {} the attempt to connect broke", name, e);
            lost(number, e, MqttDisconnectSource.CLIENT);
        }
    }

    private void accepted(long number, Mqtt5AsyncClient client) {
        CompletableFuture<Void> gone = leaving;
        if (number == attempts) {
            connecting = false;
        }
        if (gone != null || number != attempts) {
            var unused = client.disconnect().whenComplete((done, failure) -> {
                if (gone != null) {
                    gone.complete(null);
                }
            });
            return;
        }
        refusals.forget();
        Session here = new Session(client, settings, refusals);
        session = here;
        if (subscriptions.isEmpty()) {
            opened(number, here);
            return;
        }
        var unused = client.subscribe(subscriptions.packet(), subscriptions::deliver)
                .orTimeout(SUBACK.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync((ack, failure) -> subscribed(number, here, failure), thread);
    }

    private void subscribed(long number, Session here, @Nullable Throwable failure) {
        if (session != here || leaving != null) {
            return;
        }
        if (failure instanceof Mqtt5SubAckException no) {
            subscriptions.refusals(no).forEach(refusals::told);
        } else if (failure != null) {
            drop(number, here, failure);
            return;
        }
        opened(number, here);
    }

    private void opened(long number, Session here) {
        try {
            owner.connected(here::publishFirst);
        } catch (RuntimeException e) {
            LOG.error("bus {} the owner broke on connecting", name, e);
            drop(number, here, e);
            return;
        }
        here.open();
        outage.returned();
    }

    /** Ends a connection that is of no use; the broker publishes the will. */
    private void drop(long number, Session here, Throwable cause) {
        var unused = here.client()
                .disconnectWith()
                .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                .send();
        lost(number, cause, MqttDisconnectSource.CLIENT);
    }

    private void lost(long number, Throwable cause, MqttDisconnectSource source) {
        if (number != attempts) {
            return;
        }
        attempts++;
        connecting = false;
        Session dead = session;
        boolean steady = dead != null && dead.age().compareTo(STEADY) > 0;
        String reason = Reasons.of(cause);
        endSession(reason);
        CompletableFuture<Void> gone = leaving;
        if (gone != null) {
            gone.complete(null);
            return;
        }
        if (steady) {
            backoff.reset();
        }
        if (dead != null) {
            robbed = !steady && source == MqttDisconnectSource.SERVER ? robbed + 1 : 0;
        }
        Duration pause = backoff.pause();
        if (robbed >= ROBBED) {
            robbed = 0;
            pause = settings.takenOverPause();
            outage.takenOver(pause, reason);
        } else {
            outage.lost(dead == null ? "connecting" : "connected", cause);
        }
        var unused = thread.schedule(this::attempt, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void endSession(String reason) {
        Session dead = session;
        if (dead == null) {
            return;
        }
        session = null;
        boolean wasOpen = dead.isOpen();
        dead.end(reason);
        requests.lost(reason);
        if (wasOpen) {
            try {
                owner.disconnected(reason);
            } catch (RuntimeException e) {
                LOG.error("bus {} the owner broke on disconnecting", name, e);
            }
        }
    }

    private void leave(CompletableFuture<Void> gone) {
        leaving = gone;
        Session here = session;
        if (here == null) {
            if (!connecting) {
                gone.complete(null);
            }
            return;
        }
        here.leave();
        var unused = farewell(here)
                .orTimeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync((sent, failure) -> goodbye(here, gone, failure), thread);
    }

    private CompletableFuture<Void> farewell(Session here) {
        try {
            Outgoing farewell = owner.farewell();
            return farewell == null ? CompletableFuture.completedFuture(null) : here.publishFirst(farewell);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void goodbye(Session here, CompletableFuture<Void> gone, @Nullable Throwable failure) {
        if (failure != null) {
            LOG.warn("bus {} the farewell was not taken: {}", name, Reasons.of(failure));
        }
        var unused = here.client()
                .disconnectWith()
                .reasonCode(
                        failure == null
                                ? Mqtt5DisconnectReasonCode.NORMAL_DISCONNECTION
                                : Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                .send()
                .whenComplete((done, problem) -> {
                    if (problem == null) {
                        gone.complete(null);
                    } else {
                        gone.completeExceptionally(problem);
                    }
                });
    }

    private void answered(Incoming message) {
        if (!requests.answered(message)) {
            LOG.debug("bus {} nobody waits any more for {}", name, message);
        }
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
