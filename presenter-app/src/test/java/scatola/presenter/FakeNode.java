package scatola.presenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import scatola.bus.AlertId;
import scatola.bus.Decoded;
import scatola.bus.ImageName;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.Stamp;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.VirtualNetworkLocator;
import scatola.bus.VmName;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Incoming;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.client.Subscription;
import scatola.bus.message.Alert;
import scatola.bus.message.Codec;
import scatola.bus.message.Ended;
import scatola.bus.message.Json;
import scatola.bus.message.LinkSet;
import scatola.bus.message.LinkState;
import scatola.bus.message.Message;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.NodeState;
import scatola.bus.message.OnOff;
import scatola.bus.message.Phase;
import scatola.bus.message.Plain;
import scatola.bus.message.Presence;
import scatola.bus.message.Response;
import scatola.bus.message.Sample;
import scatola.bus.message.Sender;
import scatola.bus.message.Severity;
import scatola.bus.message.TestKind;
import scatola.bus.message.TestRequest;
import scatola.bus.message.TestResult;
import scatola.bus.message.UplinkSet;
import scatola.bus.message.Verdict;
import scatola.bus.message.VmCreate;
import scatola.bus.message.VmDelete;
import scatola.bus.message.VmSet;
import scatola.bus.message.VmState;
import scatola.bus.testing.TestBroker;
import scatola.presenter.box.Told;

/** A node of a {@link FakeBox}. */
final class FakeNode implements AutoCloseable {
    private static final NetworkName STAGE = new NetworkName("stage");

    private final Topics topics = new Topics("scatola");
    private final FakeBox box;
    private final NodeName name;
    private final BusConnection bus;
    private final Map<VmName, @Nullable Ipv4Cidr> guests = new TreeMap<>();
    private final Set<VmName> unplugged = new HashSet<>();
    private final Map<TestId, Future<?>> pings = new HashMap<>();
    private final Map<TestId, VmName> listening = new HashMap<>();
    private final List<String> stopped = new CopyOnWriteArrayList<>();
    private final Map<VmName, FakeConsole> consoles = new ConcurrentHashMap<>();
    private boolean plugged = true;
    private boolean mute;
    private long seq;

    FakeNode(FakeBox box, TestBroker broker, String name) {
        this.box = box;
        this.name = new NodeName(name);
        this.bus =
                new BusConnection(BusSettings.of(broker.host(), broker.port(), "scatola-node-" + name), new BusOwner() {
                    @Override
                    public void connected(Publisher first) {
                        sayAll(first);
                    }
                });
        for (String filter : List.of(
                "node/%s/request/#".formatted(name),
                "vm/+/set/#",
                "vm/+/request/#",
                "link/+/+/set/#",
                "uplink/%s/set".formatted(name))) {
            bus.subscribe(Subscription.toCommands(topics.filter(filter), this::heard));
        }
        bus.subscribe(Subscription.toCommands(topics.filter("vm/+/console/in"), this::typed));
    }

    void start() {
        bus.start();
        var unused = box.clock.scheduleAtFixedRate(this::refresh, 1, 1, TimeUnit.SECONDS);
    }

    String name() {
        return name.text();
    }

    /** Does not answer any more. */
    void mute() {
        synchronized (box) {
            mute = true;
        }
    }

    /** Makes a guest without being asked. */
    void hold(String vm, String cidr) {
        synchronized (box) {
            guests.put(new VmName(vm), Ipv4Cidr.of(cidr));
            sayGuest(bus, new VmName(vm));
        }
    }

    /** Deletes a guest without being asked. */
    void drop(String vm) {
        synchronized (box) {
            guests.remove(new VmName(vm));
            publish(Outgoing.retained(topics.text(new Topic.VmState(new VmName(vm))), new byte[0]));
        }
    }

    /** The console of one of its guests. */
    FakeConsole console(String vm) {
        return consoles.computeIfAbsent(
                new VmName(vm), name -> new FakeConsole(topics.text(new Topic.ConsoleOut(name)), this::publish));
    }

    /** Pulls the cable: the broker speaks the will. */
    void unplug() {
        synchronized (box) {
            plugged = false;
            publish(bus, new Topic.NodeAvailability(name), new NodeAvailability(Presence.OFFLINE, 1, null, null));
        }
    }

    /** Puts it back. */
    void plug() {
        synchronized (box) {
            plugged = true;
            sayAll(bus);
        }
    }

    List<String> stopped() {
        return List.copyOf(stopped);
    }

    boolean isPlugged() {
        return plugged;
    }

    @Nullable
    VmName guestOf(String target) {
        return guests.entrySet().stream()
                .filter(entry -> entry.getKey().text().equals(target)
                        || !unplugged.contains(entry.getKey())
                                && entry.getValue() != null
                                && entry.getValue().address().equals(target))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    long holders(String cidr) {
        return guests.values().stream()
                .filter(ip -> ip != null && ip.toString().equals(cidr))
                .count();
    }

    @Override
    public void close() {
        bus.close();
    }

    private void heard(Incoming message) {
        synchronized (box) {
            if (plugged
                    && !mute
                    && topics.parse(message.topic()) instanceof Decoded.Value<Topic> good
                    && good.value() instanceof Topic.Command command
                    && isMine(command)) {
                Response response = switch (Codec.decode(command, message.payload())) {
                    case Decoded.Malformed<Codec.Content> bad -> Response.error(null, bad.reason());
                    case Decoded.Value<Codec.Content> content
                    when content.value() instanceof Codec.Content.Said said -> perform(command, said.message());
                    case Decoded.Value<Codec.Content> content
                    when content.value() instanceof Codec.Content.Text text
                            && command instanceof Topic.VmSetAttribute t
                            && t.attribute().equals("ip") ->
                        set(t.vm(), new VmSet(null, Ipv4Cidr.of(text.text()), Sender.ANONYMOUS));
                    case Decoded.Value<Codec.Content> content -> ok(null, null);
                };
                byte[] payload = response.payload();
                publish(Outgoing.of(topics.text(command.response()), payload));
                Outgoing reply = message.reply(payload);
                if (reply != null) {
                    publish(reply);
                }
            }
        }
    }

    private void typed(Incoming message) {
        if (topics.parse(message.topic()) instanceof Decoded.Value<Topic> good
                && good.value() instanceof Topic.ConsoleIn in) {
            FakeConsole console = consoles.get(in.vm());
            if (console != null) {
                console.type(message.payload());
            }
        }
    }

    private boolean isMine(Topic.Command command) {
        return switch (command) {
            case Topic.NodeRequest t -> true;
            case Topic.UplinkSet t -> true;
            case Topic.VmSet t -> guests.containsKey(t.vm());
            case Topic.VmSetAttribute t -> guests.containsKey(t.vm());
            case Topic.VmRequest t -> guests.containsKey(t.vm());
            case Topic.LinkSet t -> guests.containsKey(t.vm());
            case Topic.LinkSetAttribute t -> guests.containsKey(t.vm());
            case Topic.BoxRequest t -> false;
        };
    }

    private Response perform(Topic.Command command, Message message) {
        VmName vm = command instanceof Topic.VmRequest t ? t.vm() : command instanceof Topic.VmSet t ? t.vm() : null;
        return switch (message) {
            case VmCreate create -> {
                List<VmCreate.NicRequest> nics = create.nics();
                guests.put(create.vm(), nics == null ? null : nics.getFirst().ip());
                later(20, () -> sayGuest(bus, create.vm()));
                yield ok(create.sender().transaction(), null);
            }
            case VmDelete delete -> {
                guests.remove(delete.vm());
                publish(Outgoing.retained(topics.text(new Topic.VmState(delete.vm())), new byte[0]));
                publish(Outgoing.retained(topics.text(new Topic.LinkState(delete.vm(), STAGE)), new byte[0]));
                yield ok(delete.sender().transaction(), null);
            }
            case LinkSet set
            when command instanceof Topic.LinkSet link -> {
                boolean before = !unplugged.contains(link.vm());
                if (set.state() == null ? before : set.state().wanted(before)) {
                    unplugged.remove(link.vm());
                } else {
                    unplugged.add(link.vm());
                }
                sayGuest(bus, link.vm());
                yield ok(set.sender().transaction(), null);
            }
            case VmSet set -> set(Objects.requireNonNull(vm), set);
            case UplinkSet set -> {
                later(1, this::unplug);
                later(Objects.requireNonNull(set.forS()), this::plug);
                yield ok(set.sender().transaction(), null);
            }
            case Plain plain
            when command instanceof Topic.VmRequest request
                    && request.operation().equals("console") ->
                Response.ok(
                        plain.sender().transaction(),
                        console(request.vm().text()).tail());
            case TestRequest request -> test(Objects.requireNonNull(vm), request);
            default -> Response.error(null, "%s can't do that".formatted(name));
        };
    }

    private Response set(VmName vm, VmSet set) {
        Ipv4Cidr before = guests.get(vm);
        Ipv4Cidr now = set.ip();
        if (now != null) {
            guests.put(vm, now);
            sayGuest(bus, vm);
            Topic alert = new Topic.NodeAlert(name, new AlertId("address"));
            if (box.holders(now.toString()) > 1) {
                publish(
                        bus,
                        alert,
                        new Alert(stamp(), Severity.WARNING, "%s is held by two guests".formatted(now), Told.T0));
            } else if (!now.equals(before)) {
                publish(Outgoing.retained(topics.text(alert), new byte[0]));
            }
        }
        return ok(set.sender().transaction(), null);
    }

    private Response test(VmName vm, TestRequest request) {
        TestId id = Objects.requireNonNullElse(request.test(), new TestId("t" + seq));
        String transaction = request.sender().transaction();
        switch (request) {
            case TestRequest.Ping ping -> ping(vm, id, ping.to());
            case TestRequest.NetcatListen listen -> {
                listening.put(id, vm);
                sample(id, new Sample.Line(head(vm, null), TestKind.NETCAT, 0, null));
            }
            case TestRequest.NetcatSend send -> {
                FakeNode there = box.reach(send.to());
                if (there == null) {
                    return Response.error(transaction, "nobody listens at " + send.to());
                }
                there.arrived(send.text());
                result(id, vm, TestKind.NETCAT, null);
            }
            case TestRequest.Iperf iperf -> iperf(vm, id, iperf);
            case TestRequest.Stop stop -> {
                stopped.add(stop.test().text());
                Future<?> ping = pings.remove(stop.test());
                if (ping == null) {
                    return Response.error(transaction, "no test %s".formatted(stop.test()));
                }
                ping.cancel(false);
                result(stop.test(), vm, TestKind.PING, new TestResult.PingFigures(9, 7, 22, 2140L, 0.4, 0.5, 0.6));
            }
            case TestRequest.IperfServe serve -> {}
            case TestRequest.Exec exec -> {}
        }
        return ok(transaction, id);
    }

    private void ping(VmName vm, TestId id, String to) {
        long[] number = {0};
        Runnable once = () -> {
            synchronized (box) {
                if (plugged) {
                    long n = number[0]++;
                    sample(
                            id,
                            box.reach(to) == null
                                    ? new Sample.PingTimeout(head(vm, to), n)
                                    : new Sample.PingReply(head(vm, to), n, 64, 64, 0.42));
                }
            }
        };
        pings.put(id, box.clock.scheduleAtFixedRate(once, 0, FakeBox.SECOND.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void iperf(VmName vm, TestId id, TestRequest.Iperf iperf) {
        long intervals = iperf.durationS() / iperf.intervalS();
        for (long i = 0; i < intervals; i++) {
            double from = (double) i * iperf.intervalS();
            long number = i;
            later(
                    (i + 1) * iperf.intervalS(),
                    () -> sample(
                            id,
                            new Sample.IperfInterval(
                                    head(vm, iperf.to()), number, from, from + iperf.intervalS(), 335.2)));
        }
        later(iperf.durationS() + 1, () -> result(id, vm, TestKind.IPERF, null));
    }

    private void arrived(String text) {
        listening.forEach((id, vm) -> {
            sample(id, new Sample.Line(head(vm, null), TestKind.NETCAT, 1, text));
            result(id, vm, TestKind.NETCAT, null);
        });
        listening.clear();
    }

    private void result(TestId id, VmName vm, TestKind kind, TestResult.@Nullable PingFigures ping) {
        publish(
                bus,
                new Topic.TestResult(id),
                new TestResult(
                        stamp(),
                        kind,
                        vm,
                        null,
                        ping == null ? Verdict.OK : Verdict.RECOVERED,
                        Ended.COMPLETED,
                        1000,
                        null,
                        null,
                        null,
                        ping,
                        kind == TestKind.IPERF ? 335.2 : null,
                        null,
                        null));
    }

    private void sample(TestId id, Sample sample) {
        publish(Outgoing.of(topics.text(new Topic.TestSample(id)), sample.payload()));
    }

    private static Sample.Head head(VmName vm, @Nullable String to) {
        return new Sample.Head(vm, to, 1, Told.T0);
    }

    private static Response ok(@Nullable String transaction, @Nullable TestId test) {
        ObjectNode data = Json.object().put("test", test).node();
        return Response.ok(transaction, data);
    }

    private void refresh() {
        synchronized (box) {
            if (plugged && bus.isConnected()) {
                publish(bus, new Topic.NodeState(name), nodeState());
            }
        }
    }

    private NodeState nodeState() {
        Stamp stamp = stamp();
        NodeState like = Told.nodeState(stamp.session(), stamp.seq());
        return new NodeState(
                stamp,
                like.accelerator(),
                like.cpu(),
                like.memory(),
                like.temperatureC(),
                List.of(new NodeState.ImageEntry(new ImageName("doge"), "a doge", "x86_64", 128, 1)),
                new NodeState.Room(guests.size(), 4, guests.size() * 128, 1024),
                like.uplink(),
                like.versions());
    }

    private void sayAll(Publisher publisher) {
        synchronized (box) {
            publish(
                    publisher,
                    new Topic.NodeAvailability(name),
                    new NodeAvailability(Presence.ONLINE, 1, ++seq, Instant.now()));
            publish(publisher, new Topic.NodeState(name), nodeState());
            guests.keySet().forEach(vm -> sayGuest(publisher, vm));
        }
    }

    private void sayGuest(Publisher publisher, VmName vm) {
        Ipv4Cidr ip = guests.get(vm);
        MacAddress mac = new MacAddress("52:54:00:12:34:56");
        publish(
                publisher,
                new Topic.VmState(vm),
                new VmState(
                        stamp(),
                        OnOff.ON,
                        OnOff.ON,
                        Phase.RUNNING,
                        Told.T0,
                        name,
                        new ImageName("doge"),
                        128,
                        List.of(STAGE),
                        ip,
                        mac,
                        840L,
                        null,
                        null,
                        null));
        publish(
                publisher,
                new Topic.LinkState(vm, STAGE),
                new LinkState(
                        stamp(),
                        OnOff.of(!unplugged.contains(vm)),
                        name,
                        mac,
                        ip,
                        new VirtualNetworkLocator("vxvde://239.1.2.3/vni=42"),
                        0,
                        0,
                        null,
                        null,
                        null,
                        null));
    }

    private Stamp stamp() {
        return new Stamp(1, ++seq, Instant.now());
    }

    private void later(long seconds, Runnable task) {
        Duration delay = FakeBox.SECOND.multipliedBy(seconds);
        var unused = box.clock.schedule(
                () -> {
                    synchronized (box) {
                        task.run();
                    }
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void publish(Publisher publisher, Topic topic, Message message) {
        send(publisher, Outgoing.retained(topics.text(topic), message.payload()));
    }

    private void publish(Outgoing message) {
        send(bus, message);
    }

    private static void send(Publisher publisher, Outgoing message) {
        var unused = publisher.publish(message);
    }
}
