package scatola.presenter.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.VmName;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.client.Qos;
import scatola.bus.client.Subscription;
import scatola.bus.message.Codec;
import scatola.bus.message.Json;
import scatola.bus.message.OnOff;
import scatola.bus.message.Response;
import scatola.bus.message.Status;
import scatola.bus.message.VmState;

/**
 * A connection to the broker for one guest's console. It is the console's own, so that one that floods delays no other,
 * nor what the app hears of the box; and everything on it comes in the order in which the guest's node said it.
 */
final class GuestWire implements Wire, BusOwner {
    private static final Logger LOG = LoggerFactory.getLogger(GuestWire.class);
    private static final AtomicLong QUESTIONS = new AtomicLong();
    private static final Duration EXPIRY = Duration.ofSeconds(10);

    private final Topics topics;
    private final VmName vm;
    private final String by;
    private final Ear ear;
    private final BusConnection bus;
    private volatile String transaction = "";

    /**
     * @param topics below which root
     * @param settings of the connection
     * @param by who asks
     * @param vm the guest
     * @param ear who hears it
     */
    GuestWire(Topics topics, BusSettings settings, String by, VmName vm, Ear ear) {
        this.topics = topics;
        this.vm = vm;
        this.by = by;
        this.ear = ear;
        this.bus = new BusConnection(settings, this);
        bus.subscribe(new Subscription(
                topics.text(new Topic.ConsoleOut(vm)),
                Qos.AT_MOST_ONCE,
                false,
                Subscription.Retained.NOT_DELIVERED,
                message -> ear.heard(new Piece(message.payload(), written(message)))));
        bus.subscribe(Subscription.toCommands(
                topics.text(new Topic.VmResponse(vm, "console")), message -> answered(message.payload())));
        bus.subscribe(Subscription.toStates(topics.text(new Topic.VmState(vm)), message -> said(message.payload())));
    }

    void start() {
        bus.start();
    }

    @Override
    public void connected(Publisher first) {
        ear.connected();
    }

    @Override
    public void disconnected(String reason) {
        ear.lost();
    }

    @Override
    public void ask() {
        transaction = "%s-console-%d".formatted(by, QUESTIONS.incrementAndGet());
        byte[] question = Json.object()
                .put("transaction", transaction)
                .put("by", by)
                .node()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        var unused = bus.publish(Outgoing.of(topics.text(new Topic.VmRequest(vm, "console")), question)
                        .withExpiry(EXPIRY))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.debug("vm={} console not asked for: {}", vm, failure.getMessage());
                    }
                });
    }

    @Override
    public void close() {
        // it waits until the broker has seen it off
        Thread.ofVirtual().name("close console " + vm).start(bus::close);
    }

    private void answered(byte[] payload) {
        if (!(Codec.decode(new Topic.VmResponse(vm, "console"), payload) instanceof Decoded.Value<Codec.Content> good)
                || !(good.value() instanceof Codec.Content.Said said)
                || !(said.message() instanceof Response response)
                || !transaction.equals(response.transaction())) {
            return;
        }
        if (response.status() == Status.ERROR) {
            ear.refused(response.error() == null ? "%s has no console".formatted(vm) : response.error());
            return;
        }
        try {
            JsonNode written = response.data().path("written");
            ear.told(
                    Base64.getDecoder().decode(response.data().path("base64").asText()),
                    written.isIntegralNumber() ? Long.valueOf(written.asLong()) : null);
        } catch (IllegalArgumentException e) {
            ear.refused("its node's answer can't be read: %s".formatted(e.getMessage()));
        }
    }

    private void said(byte[] payload) {
        switch (Codec.decode(new Topic.VmState(vm), payload)) {
            case Decoded.Malformed<Codec.Content> bad -> LOG.debug("vm={} state: {}", vm, bad.reason());
            case Decoded.Value<Codec.Content> good ->
                ear.guest(good.value() instanceof Codec.Content.Said said
                        && said.message() instanceof VmState state
                        && state.state() == OnOff.ON);
        }
    }

    private static @Nullable Long written(Incoming message) {
        return message.userProperties().stream()
                .filter(property -> property.getKey().equals("written")
                        && property.getValue().matches("\\d{1,18}"))
                .map(property -> Long.valueOf(property.getValue()))
                .findFirst()
                .orElse(null);
    }
}
