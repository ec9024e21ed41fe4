package scatola.nodeservice;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.AlertId;
import scatola.bus.ImageName;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.BusConnection;
import scatola.bus.client.BusOwner;
import scatola.bus.client.BusSettings;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.client.Subscription;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.NodeState;
import scatola.bus.message.Presence;
import scatola.bus.message.Severity;
import scatola.nodeservice.command.CommandDesk;
import scatola.nodeservice.command.Consoles;
import scatola.nodeservice.guest.Guests;
import scatola.nodeservice.image.CatalogueSnapshot;
import scatola.nodeservice.image.ImageCatalogue;
import scatola.nodeservice.link.vde.VirtualNetworks;
import scatola.nodeservice.node.AddressWatch;
import scatola.nodeservice.node.Board;
import scatola.nodeservice.node.FolderLock;
import scatola.nodeservice.node.NeighbourWatch;
import scatola.nodeservice.node.Neighbours;
import scatola.nodeservice.node.SessionCounter;
import scatola.nodeservice.node.Telemetry;
import scatola.nodeservice.node.Uplink;
import scatola.nodeservice.report.Alerts;
import scatola.nodeservice.report.GuestReports;
import scatola.nodeservice.report.Reporter;
import scatola.nodeservice.vm.Definitions;
import scatola.nodeservice.vm.MachineRoom;
import scatola.nodeservice.vm.Room;
import scatola.nodeservice.vm.VmOwner;
import scatola.nodeservice.vm.Vms;
import scatola.nodeservice.vm.qemu.Accelerator;
import scatola.nodeservice.vm.qemu.AcceleratorProbe;
import scatola.nodeservice.vm.qemu.Qemu;
import scatola.nodeservice.vm.qemu.QemuProgram;

/**
 * A node, put together: the way of a message through the house can be read off here. Knows no Quarkus, so that a test
 * can have several.
 */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final AlertId BROKEN_IMAGES = new AlertId("broken-images");
    private static final AlertId REFUSED = new AlertId("refused");

    private final NodeSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final FolderLock lock;
    private final Topics topics;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService inOrder;
    private final BusConnection bus;
    private final Reporter reporter;
    private final Alerts alerts;
    private final ImageCatalogue images;
    private final AtomicReference<@Nullable Accelerator> accelerator = new AtomicReference<>();
    private final AcceleratorProbe probe;
    /** No monitor: before JDK 24 launches that wait for one would keep the probe's own threads from running. */
    private final ReentrantLock proving = new ReentrantLock();

    private final Vms vms;
    private final Uplink uplink;
    private final AddressWatch addresses;
    private final AtomicBoolean addressesChanged = new AtomicBoolean();
    private final Telemetry telemetry;
    private final CommandDesk desk;

    /**
     * Puts it together and raises the session counter; {@link #start} sets it going.
     *
     * @param settings what it has to be told
     */
    public Node(NodeSettings settings) {
        this.settings = settings;
        NodeName name = settings.name();
        topics = new Topics(settings.root());
        lock = new FolderLock(settings.folder());
        long session = SessionCounter.next(settings.folder());
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        inOrder = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("in-order").factory());
        String clientId = topics.clientId(name);
        bus = new BusConnection(
                BusSettings.of(settings.brokerHost(), settings.brokerPort(), clientId)
                        .withCredentials(settings.credentials())
                        .withReplyTopic(topics.filter("reply/" + clientId)),
                new Voice(session));
        reporter = new Reporter(topics, session, clock, bus, timer);
        alerts = new Alerts(name, reporter, clock);

        images = new ImageCatalogue(settings.images(), ImageCatalogue.hostArchitecture());
        QemuProgram qemu = new QemuProgram(ImageCatalogue.hostArchitecture(), settings.programs());
        probe = new AcceleratorProbe(qemu, settings.folder().resolveSibling("accelerator"));
        Guests guests = new Guests(timer);
        MachineRoom machineRoom = new MachineRoom(
                new Qemu(qemu, this::provedAccelerator),
                this::image,
                (vm, machine, image) ->
                        guests.attach(vm, image.talk(), machine.consoleSocket(), machine.controlSocket()),
                new Definitions(settings.folder().resolve("vm")),
                new GuestReports(name, reporter, this::guestsChanged),
                clock,
                timer,
                settings.powerOffWithin());
        vms = new Vms(machineRoom, new Room(settings.guestsMax(), settings.guestsMemoryMib()));
        uplink = Uplink.of(
                name, settings.uplink(), settings.folder(), reporter, alerts, clock, timer, this::announceGuests);
        telemetry = new Telemetry(
                name,
                new Board(),
                this::accelerator,
                () -> images.current().images(),
                vms::definitions,
                vms.room(),
                uplink,
                settings.version(),
                qemu.version(),
                reporter);

        Neighbours neighbours = new Neighbours(name);
        addresses = new AddressWatch(
                neighbours, () -> vms.all().stream().map(VmOwner::snapshot).toList(), alerts);
        NeighbourWatch neighbourWatch = new NeighbourWatch(name, topics, neighbours, reporter, this::guestsChanged);
        VirtualNetworks networks = new VirtualNetworks(settings.vnl(), settings.instance(), settings.uplink());
        desk = CommandDesk.of(
                name,
                topics,
                vms,
                neighbours,
                networks,
                images,
                uplink,
                addresses,
                reporter,
                alerts,
                bus,
                inOrder,
                timer,
                new SecureRandom(),
                clock,
                this::imagesChanged);

        for (String filter : List.of("node/+/availability", "node/" + name + "/alert/+", "vm/+", "link/+/+")) {
            bus.subscribe(Subscription.toStates(topics.filter(filter), neighbourWatch::arrived));
        }
        for (String filter : List.of(
                "node/" + name + "/request/#",
                "uplink/" + name + "/set/#",
                "vm/+/set/#",
                "vm/+/request/#",
                "link/+/+/set/#")) {
            bus.subscribe(Subscription.toCommands(topics.filter(filter), desk::arrived));
        }
        Consoles consoles = new Consoles(topics, vms, alerts);
        bus.subscribe(Subscription.toCommands(topics.filter("vm/+/console/in"), consoles::arrived));
    }

    /** Finds its guests again, then goes on the bus. Returns at once where there is no broker; it is waited for. */
    public void start() {
        Thread.ofVirtual().name("accelerator-probe").start(this::provedAccelerator);
        reporter.keep(
                new Topic.NodeAvailability(settings.name()),
                stamp -> new NodeAvailability(Presence.ONLINE, stamp.session(), stamp.seq(), stamp.ts()));
        tellBrokenImages();
        uplink.start();
        vms.start();
        telemetry.tell();
        bus.start();
        timer.scheduleWithFixedDelay(this::look, 250, 250, TimeUnit.MILLISECONDS);
        LOG.info("node={} session={} folder={}", settings.name(), reporter.session(), settings.folder());
    }

    /** To be called every second: says how the node is, which also says that it is there. */
    public void refresh() {
        telemetry.tell();
    }

    /** To be called every few seconds: asks the guests what their NICs have carried. */
    public void count() {
        vms.all().forEach(VmOwner::count);
    }

    /** @return whether it is on the bus just now */
    public boolean isConnected() {
        return bus.isConnected();
    }

    /** @return its guests */
    public Vms vms() {
        return vms;
    }

    /** @return its command desk, for its counters */
    public CommandDesk desk() {
        return desk;
    }

    /** @return its alerts, for their number */
    public Alerts alerts() {
        return alerts;
    }

    /** Says offline, lets go of the guests, whose machines run on, and ends. Takes some seconds at most. */
    @Override
    public void close() {
        bus.close();
        vms.close();
        timer.shutdownNow();
        inOrder.shutdownNow();
        lock.close();
    }

    private void look() {
        try {
            uplink.look();
            if (addressesChanged.getAndSet(false)) {
                addresses.look();
            }
        } catch (RuntimeException e) {
            // the next look must still come
            LOG.error("node={} could not look at its cable and addresses", settings.name(), e);
        }
    }

    private void guestsChanged() {
        addressesChanged.set(true);
    }

    private void announceGuests() {
        vms.all().forEach(VmOwner::announce);
    }

    private MachineRoom.Found image(ImageName name) {
        CatalogueSnapshot catalogue = images.current();
        return catalogue
                .find(name)
                .<MachineRoom.Found>map(MachineRoom.Found.Here::new)
                .orElseGet(() -> new MachineRoom.Found.Missing(catalogue.unknown(name)));
    }

    private void imagesChanged() {
        // an image with a kernel may have come, with which KVM can be proved
        accelerator.set(null);
        Thread.ofVirtual().name("accelerator-probe").start(this::provedAccelerator);
        tellBrokenImages();
        telemetry.tell();
    }

    private void tellBrokenImages() {
        List<CatalogueSnapshot.Broken> broken = images.current().broken();
        if (broken.isEmpty()) {
            alerts.clear(BROKEN_IMAGES);
        } else {
            alerts.raise(
                    BROKEN_IMAGES,
                    Severity.WARNING,
                    String.join(
                            "; ",
                            broken.stream()
                                    .map(b -> b.folder() + ": " + b.reason())
                                    .toList()));
        }
    }

    /** Waits for the probe where it has not ended yet; a launch needs its result. */
    private Accelerator provedAccelerator() {
        proving.lock();
        try {
            Accelerator known = accelerator.get();
            if (known == null) {
                known = probe.prove(images.current().images());
                accelerator.set(known);
                LOG.info("node={} accelerator={} reason={}", settings.name(), known.kind(), known.reason());
                telemetry.tell();
            }
            return known;
        } finally {
            proving.unlock();
        }
    }

    private NodeState.Accelerator accelerator() {
        Accelerator known = accelerator.get();
        return known == null
                ? new NodeState.Accelerator("unknown", "a probe guest is finding out")
                : new NodeState.Accelerator(known.kind().toString(), known.reason());
    }

    /** What the connection asks of its owner. */
    private final class Voice implements BusOwner {
        private final long session;
        /** Touched on the timer's thread only: it may be said while another alert is being raised. */
        private final List<String> refused = new ArrayList<>();

        Voice(long session) {
            this.session = session;
        }

        @Override
        public Outgoing will() {
            return farewell();
        }

        @Override
        public Outgoing farewell() {
            byte[] offline = new NodeAvailability(Presence.OFFLINE, session, null, null).payload();
            return Outgoing.retained(topics.text(new Topic.NodeAvailability(settings.name())), offline);
        }

        @Override
        public void connected(Publisher first) {
            reporter.sayAll(first);
        }

        /** Where answers go is for others to say, and no matter of the box's. */
        @Override
        public void refused(String topic, String reason) {
            if (topic.startsWith(topics.filter("")) && !topic.startsWith(topics.filter("reply/"))) {
                timer.execute(() -> {
                    refused.add(reason);
                    alerts.raise(REFUSED, Severity.WARNING, String.join("; ", refused));
                });
            }
        }

        @Override
        public void disconnected(String reason) {
            timer.execute(() -> {
                refused.clear();
                alerts.clear(REFUSED);
            });
        }
    }
}
