package scatola.nodeservice.command;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.Ipv4Cidr;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.VmName;
import scatola.bus.client.BusConnection;
import scatola.bus.client.Outgoing;
import scatola.bus.message.Phase;
import scatola.bus.message.Response;
import scatola.bus.message.Sender;
import scatola.bus.message.Status;
import scatola.bus.message.TestRequest;
import scatola.bus.message.Verdict;
import scatola.nodeservice.guest.Guest;
import scatola.nodeservice.node.Neighbours;
import scatola.nodeservice.report.Reporter;
import scatola.nodeservice.traffic.TrafficTests;
import scatola.nodeservice.vm.Outcome;
import scatola.nodeservice.vm.VmOwner;
import scatola.nodeservice.vm.VmSnapshot;
import scatola.nodeservice.vm.Vms;

/**
 * Traffic tests by command: finds out whom they are aimed at, arranges the other side of an iperf over the bus, and
 * starts and stops them. Never blocks.
 */
final class TestCommands {
    private static final Logger LOG = LoggerFactory.getLogger(TestCommands.class);
    /** A server that does not say by then that it listens is taken down again. */
    private static final Duration LISTENS_WITHIN = Duration.ofSeconds(4);

    private static final Duration SERVED_WITHIN = Duration.ofSeconds(5);
    private static final int ID_LETTERS = 6;

    private final Topics topics;
    private final Vms vms;
    private final Neighbours neighbours;
    private final BusConnection bus;
    private final ScheduledExecutorService timer;
    private final RandomGenerator random;
    private final TrafficTests tests;
    private final TestReports reports;

    TestCommands(
            Topics topics,
            Vms vms,
            Neighbours neighbours,
            Reporter reporter,
            BusConnection bus,
            ScheduledExecutorService timer,
            RandomGenerator random,
            Clock clock) {
        this.topics = topics;
        this.vms = vms;
        this.neighbours = neighbours;
        this.bus = bus;
        this.timer = timer;
        this.random = random;
        this.tests = new TrafficTests(timer);
        this.reports = new TestReports(reporter, clock);
    }

    CompletionStage<Outcome> perform(VmOwner owner, TestRequest request) {
        VmName from = owner.snapshot().definition().vm();
        if (request instanceof TestRequest.Stop stop) {
            return stop(from, stop.test());
        }
        Optional<Guest> guest = owner.guest();
        if (guest.isEmpty() || owner.snapshot().phase() != Phase.RUNNING) {
            return Commands.refused("%s does not run: %s"
                    .formatted(
                            from,
                            owner.snapshot().phase() == Phase.STARTING ? "it is still booting" : "send ON to boot it"));
        }
        return switch (request) {
            case TestRequest.Ping ping -> aimed(from, guest.get(), ping, ping.to());
            case TestRequest.NetcatSend send -> aimed(from, guest.get(), send, send.to());
            case TestRequest.NetcatListen listen -> listening(from, guest.get(), listen);
            case TestRequest.IperfServe serve -> listening(from, guest.get(), serve);
            case TestRequest.Iperf iperf -> iperf(from, guest.get(), iperf);
            case TestRequest.Exec exec -> started(from, guest.get(), exec, id(exec, "exec"), null, null);
            case TestRequest.Stop stop -> stop(from, stop.test());
        };
    }

    private CompletionStage<Outcome> stop(VmName from, TestId test) {
        if (tests.stop(from, test)) {
            return CompletableFuture.completedStage(Outcome.DONE);
        }
        String running =
                String.join(", ", tests.running(from).stream().map(TestId::text).toList());
        return Commands.refused("no test %s runs in %s: there %s"
                .formatted(test, from, running.isEmpty() ? "is none" : "runs " + running));
    }

    /** A test of something that has an address. */
    private CompletionStage<Outcome> aimed(VmName from, Guest guest, TestRequest request, String to) {
        return switch (address(to)) {
            case Decoded.Malformed<String> nobody -> Commands.refused(nobody.reason());
            case Decoded.Value<String> address -> {
                String kind = request instanceof TestRequest.Ping ? "ping" : "netcat";
                yield started(from, guest, request, id(request, kind), address.value(), null);
            }
        };
    }

    /** A test that waits for others: answered when it listens. */
    private CompletionStage<Outcome> listening(VmName from, Guest guest, TestRequest request) {
        TestId id = id(request, request instanceof TestRequest.IperfServe ? "serve" : "netcat");
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        timer.schedule(
                () -> {
                    if (answer.complete(new Outcome.Refused("%s does not listen within %d s: is the port taken?"
                            .formatted(from, LISTENS_WITHIN.toSeconds())))) {
                        tests.stop(from, id);
                    }
                },
                LISTENS_WITHIN.toMillis(),
                TimeUnit.MILLISECONDS);
        started(from, guest, request, id, null, answer).thenAccept(outcome -> {
            if (outcome instanceof Outcome.Refused) {
                answer.complete(outcome);
            }
        });
        return answer;
    }

    private CompletionStage<Outcome> iperf(VmName from, Guest guest, TestRequest.Iperf request) {
        if (!(address(request.to()) instanceof Decoded.Value<String> address)) {
            return aimed(from, guest, request, request.to());
        }
        TestId id = id(request, "iperf");
        Optional<VmName> server = guestAt(request.to());
        if (server.isEmpty()) {
            // nobody of ours: there may still be a server
            return started(from, guest, request, id, address.value(), null);
        }
        if (tests.isRunning(id)) {
            return Commands.refused("test %s runs already: stop it first, or take another id".formatted(id));
        }
        TestRequest.IperfServe serve = new TestRequest.IperfServe(
                null, request.port(), new Sender(null, request.sender().by()));
        return serve(server.get(), serve).thenCompose(served -> switch (served) {
            case Decoded.Malformed<TestId> no ->
                Commands.refused("%s can't serve: %s".formatted(server.get(), no.reason()));
            case Decoded.Value<TestId> yes -> {
                reports.whenEnded(id, verdict -> {
                    if (verdict != Verdict.OK) {
                        stopServing(server.get(), yes.value());
                    }
                });
                yield started(from, guest, request, id, address.value(), null).thenApply(outcome -> {
                    if (outcome instanceof Outcome.Refused) {
                        reports.ended(id, Verdict.FAILED);
                    }
                    return outcome;
                });
            }
        });
    }

    /** Asks the guest's node, which may be this one, to serve. */
    private CompletionStage<Decoded<TestId>> serve(VmName server, TestRequest.IperfServe serve) {
        Optional<VmOwner> here = vms.find(server);
        if (here.isPresent()) {
            return perform(here.get(), serve).thenApply(outcome -> switch (outcome) {
                case Outcome.Done done ->
                    new Decoded.Value<>(new TestId(String.valueOf(done.data().get("test"))));
                case Outcome.Refused no -> new Decoded.Malformed<>(no.reason());
            });
        }
        String topic = topics.text(new Topic.VmRequest(server, "iperf"));
        return bus.request(topic, serve.payload(), SERVED_WITHIN)
                .thenApply(answer -> Fields.decode(answer.payload(), Response::from))
                .exceptionally(problem -> new Decoded.Malformed<>("its node does not answer"))
                .thenApply(TestCommands::servedAs);
    }

    private static Decoded<TestId> servedAs(Decoded<Response> answer) {
        return switch (answer) {
            case Decoded.Malformed<Response> bad -> new Decoded.Malformed<>(bad.reason());
            case Decoded.Value<Response> good
            when good.value().status() == Status.ERROR ->
                new Decoded.Malformed<>(String.valueOf(good.value().error()));
            case Decoded.Value<Response> good ->
                Fields.decode(good.value().data(), fields -> fields.as("test", TestId::new));
        };
    }

    /** A server ends by itself after its one client; this is for one whose client never came. */
    private void stopServing(VmName server, TestId test) {
        if (vms.find(server).isPresent()) {
            tests.stop(server, test);
            return;
        }
        String topic = topics.text(new Topic.VmRequest(server, "stop"));
        byte[] payload = new TestRequest.Stop(test, Sender.ANONYMOUS).payload();
        bus.publish(Outgoing.of(topic, payload).withExpiry(Duration.ofSeconds(10)))
                .whenComplete((done, problem) -> {
                    if (problem != null) {
                        LOG.warn("vm={} may still serve test={}: {}", server, test, problem.getMessage());
                    }
                });
    }

    private CompletionStage<Outcome> started(
            VmName from,
            Guest guest,
            TestRequest request,
            TestId id,
            @Nullable String address,
            @Nullable CompletableFuture<Outcome> whenListening) {
        Outcome running = new Outcome.Done(Map.of("test", id));
        String refusal =
                tests.start(id, from, guest, request, address, reports.of(id, from, address, request, ended -> {
                    if (whenListening != null) {
                        whenListening.complete(ended == null ? running : new Outcome.Refused(ended));
                    }
                }));
        return refusal == null ? CompletableFuture.completedStage(running) : Commands.refused(refusal);
    }

    private TestId id(TestRequest request, String kind) {
        TestId chosen = request.test();
        if (chosen != null) {
            return chosen;
        }
        StringBuilder id = new StringBuilder(kind).append('-');
        for (int letter = 0; letter < ID_LETTERS; letter++) {
            id.append(Character.forDigit(random.nextInt(36), 36));
        }
        return new TestId(id.toString());
    }

    /** An address, or a guest's name, which stands for its first address. */
    private Decoded<String> address(String to) {
        if (isAddress(to)) {
            return new Decoded.Value<>(to);
        }
        VmName vm = new VmName(to);
        Optional<Ipv4Cidr> ip = vms.find(vm).flatMap(Commands::firstAddress).or(() -> neighbours.address(vm));
        return ip.<Decoded<String>>map(found -> new Decoded.Value<>(found.address()))
                .orElseGet(() -> new Decoded.Malformed<>(
                        "there is no guest %s with an address: name an IPv4 address, or give it one first"
                                .formatted(vm)));
    }

    private Optional<VmName> guestAt(String to) {
        if (!isAddress(to)) {
            return Optional.of(new VmName(to));
        }
        Optional<VmName> here = vms.all().stream()
                .map(VmOwner::snapshot)
                .filter(VmSnapshot::on)
                .filter(vm ->
                        vm.definition().nics().stream().anyMatch(nic -> nic.plugged() && hasAddress(nic.ip(), to)))
                .map(vm -> vm.definition().vm())
                .findFirst();
        return here.or(() -> neighbours.holders(to).stream()
                .filter(Neighbours.Holder::online)
                .map(Neighbours.Holder::vm)
                .findFirst());
    }

    /** A name has no dots. */
    private static boolean isAddress(String to) {
        return to.contains(".");
    }

    private static boolean hasAddress(@Nullable Ipv4Cidr ip, String address) {
        return ip != null && ip.address().equals(address);
    }
}
