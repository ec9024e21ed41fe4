package scatola.nodeservice.vm;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.bus.NetworkName;
import scatola.bus.VmName;
import scatola.bus.message.Phase;
import scatola.bus.message.Switch;
import scatola.nodeservice.guest.Guest;
import scatola.nodeservice.guest.Guest.Counters;
import scatola.nodeservice.image.Image;
import scatola.nodeservice.vm.Hypervisor.MachineExit;

/**
 * The one owner of a guest. Commands and reports wait in its mailbox; its thread alone decides, changes the state and
 * tells the world. What takes time runs beside it and comes back as a report with the number of the launch it is about.
 */
public final class VmOwner {
    private static final Logger LOG = LoggerFactory.getLogger(VmOwner.class);
    private static final int MOST_WAITING = 64;

    private final VmName vm;
    private final MachineRoom room;
    private final Lifecycle lifecycle;
    private final Mailbox<Mail> mailbox = new Mailbox<>(MOST_WAITING);
    private final Map<Long, CompletableFuture<Outcome>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong tickets = new AtomicLong();
    private final Runnable whenGone;
    /** Machine commands in the order in which they were decided. */
    private final ExecutorService hands;

    private final Cables cables;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean leaving;

    private volatile VmSnapshot snapshot;
    private volatile @Nullable Hold hold;

    private Life life = new Life.Off();
    private @Nullable Body body;
    private int lastAttempt;

    /** A machine and what it has booted: the catalogue may have something else by now. */
    private record Body(Machine machine, Image image) {}

    private sealed interface Mail {
        record Happens(Input input) implements Mail {}

        record Set(
                Ticket ticket,
                @Nullable Switch state,
                @Nullable Ipv4Cidr ip) implements Mail {}

        record ChangeLink(
                Ticket ticket,
                NetworkName network,
                @Nullable Switch state,
                @Nullable Ipv4Cidr ip) implements Mail {}

        record LinkChanged(
                NetworkName network,
                @Nullable Boolean plugged,
                @Nullable Ipv4Cidr ip,
                boolean given,
                @Nullable String by)
                implements Mail {}

        record LinkDone(Ticket ticket, @Nullable String problem) implements Mail {}

        record HasMachine(int attempt, Body body, Definition launchedWith) implements Mail {}

        record Answers(Hold hold, long bootMs, Map<NetworkName, Ipv4Cidr> assigned) implements Mail {}

        record Counted(Map<MacAddress, Counters> counters) implements Mail {}

        record Leave() implements Mail {}
    }

    /**
     * @param definition what the guest is
     * @param room what to work with
     * @param whenGone is run when the guest was deleted
     */
    VmOwner(Definition definition, MachineRoom room, Runnable whenGone) {
        this.vm = definition.vm();
        this.room = room;
        this.lifecycle = new Lifecycle(vm);
        this.whenGone = whenGone;
        this.snapshot = new VmSnapshot(definition, Phase.OFF, room.clock().instant(), null, null, null, Map.of());
        this.hands = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("hands-of-" + vm).factory());
        this.cables = new Cables(hands);
    }

    /** @return how the guest is now; any thread */
    public VmSnapshot snapshot() {
        return snapshot;
    }

    /** @return its inside, while there is a machine; any thread */
    public Optional<Guest> guest() {
        return Optional.ofNullable(hold).map(Hold::guest);
    }

    /**
     * Finds the machine again that an earlier run of the service left running, or boots the guest if it is to run.
     * Then goes to work.
     */
    void start() {
        adopt();
        tellWorld();
        Thread.ofVirtual().name("owner-of-" + vm).start(this::work);
    }

    /**
     * @param state run or not, or null
     * @param ip the first NIC's address, or null
     * @param by who asks, or null
     * @return what came of it
     */
    public CompletionStage<Outcome> set(@Nullable Switch state, @Nullable Ipv4Cidr ip, @Nullable String by) {
        return ask(by, ticket -> new Mail.Set(ticket, state, ip));
    }

    /**
     * @param network which NIC
     * @param state plugged or not, or null
     * @param ip its address, or null
     * @param by who asks, or null
     * @return what came of it
     */
    public CompletionStage<Outcome> setLink(
            NetworkName network, @Nullable Switch state, @Nullable Ipv4Cidr ip, @Nullable String by) {
        return ask(by, ticket -> new Mail.ChangeLink(ticket, network, state, ip));
    }

    /**
     * @param by who asks, or null
     * @return what came of it
     */
    public CompletionStage<Outcome> reboot(@Nullable String by) {
        return ask(by, ticket -> new Mail.Happens(new Input.Reboot(ticket)));
    }

    /**
     * @param by who asks, or null
     * @return what came of it
     */
    public CompletionStage<Outcome> kill(@Nullable String by) {
        return ask(by, ticket -> new Mail.Happens(new Input.Kill(ticket)));
    }

    /**
     * @param by who asks, or null
     * @return what came of it
     */
    public CompletionStage<Outcome> pause(@Nullable String by) {
        return ask(by, ticket -> new Mail.Happens(new Input.Pause(ticket)));
    }

    /**
     * @param by who asks, or null
     * @return what came of it
     */
    public CompletionStage<Outcome> resume(@Nullable String by) {
        return ask(by, ticket -> new Mail.Happens(new Input.Resume(ticket)));
    }

    /**
     * @param by who asks, or null
     * @return what came of it
     */
    CompletionStage<Outcome> delete(@Nullable String by) {
        return ask(by, ticket -> new Mail.Happens(new Input.Delete(ticket)));
    }

    /** Announces the guest's addresses again: its neighbours may have forgotten it, or think it elsewhere. */
    public void announce() {
        Hold now = hold;
        if (now != null && snapshot.phase() == Phase.RUNNING) {
            now.announce(snapshot.definition().nics());
        }
    }

    /** Asks the guest what its NICs have carried. */
    public void count() {
        Hold now = hold;
        if (now == null || snapshot.phase() != Phase.RUNNING) {
            return;
        }
        now.guest().counters().whenComplete((counters, problem) -> {
            if (problem == null) {
                mailbox.tell(new Mail.Counted(counters));
            } else {
                LOG.debug("vm={} could not be asked for its counters: {}", vm, Reason.of(problem));
            }
        });
    }

    /**
     * Lets go of the guest, whose machine runs on, and ends.
     *
     * @return completes when that is done
     */
    CompletionStage<Void> letGo() {
        mailbox.tell(new Mail.Leave());
        return ended;
    }

    private CompletionStage<Outcome> ask(@Nullable String by, Function<Ticket, Mail> mail) {
        Ticket ticket = new Ticket(tickets.incrementAndGet(), by);
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        waiting.put(ticket.number(), answer);
        if (!mailbox.ask(mail.apply(ticket))) {
            waiting.remove(ticket.number());
            answer.complete(new Outcome.Refused(tooMany()));
        }
        if (ended.isDone()) {
            // nobody reads the mailbox any more
            waiting.remove(ticket.number());
            answer.complete(tooLate());
        }
        return answer;
    }

    private Outcome tooLate() {
        return new Outcome.Refused(
                leaving ? "the node service is ending: try again when it is back" : vm + " is no longer there");
    }

    private void answer(Ticket ticket, Outcome outcome) {
        CompletableFuture<Outcome> answer = waiting.remove(ticket.number());
        if (answer != null) {
            answer.complete(outcome);
        }
    }

    // --- the owner's thread ---

    private void work() {
        try {
            while (!leaving && !(life instanceof Life.Gone)) {
                Mail mail = mailbox.take();
                try {
                    handle(mail);
                } catch (RuntimeException e) {
                    // a broken invariant of one guest must not end the care for it
                    LOG.error("vm={} state={} could not handle {}", vm, life, mail, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hands.shutdown();
            ended.complete(null);
            waiting.values().forEach(answer -> answer.complete(tooLate()));
        }
    }

    private void handle(Mail mail) {
        switch (mail) {
            case Mail.Happens happens -> live(happens.input());
            case Mail.Set set -> set(set);
            case Mail.ChangeLink change -> changeLink(change);
            case Mail.LinkChanged changed -> linkChanged(changed);
            case Mail.LinkDone done -> linkDone(done);
            case Mail.HasMachine has -> hasMachine(has);
            case Mail.Answers answers -> answers(answers);
            case Mail.Counted counted -> counted(counted.counters());
            case Mail.Leave leave -> leave();
        }
    }

    private void leave() {
        leaving = true;
        release();
        Body now = body;
        if (now != null) {
            now.machine().letGo();
        }
    }

    private void live(Input input) {
        apply(lifecycle.decide(life, lastAttempt, input), input);
    }

    private void apply(Lifecycle.Decision decision, Input input) {
        boolean refused = decision.effects().stream().anyMatch(Effect.Refuse.class::isInstance);
        Life before = life;
        life = decision.next();
        if (input instanceof Input.Asked asked && !refused) {
            snapshot = withBy(snapshot, asked.ticket().by());
        } else if (before instanceof Life.Alive && (life instanceof Life.Failed || byItself(before, input))) {
            snapshot = withBy(snapshot, null);
        }
        if (!before.equals(life)) {
            moved(before, input);
        }
        decision.effects().forEach(this::perform);
    }

    private static boolean byItself(Life before, Input input) {
        return input instanceof Input.Exited && !(before instanceof Life.Stopping);
    }

    /** The one place where a state change is told. */
    private void moved(Life before, Input input) {
        Phase phase = phase(life);
        Definition definition = snapshot.definition();
        boolean wanted = switch (life) {
            case Life.Launching l -> true;
            case Life.Stopping s -> false;
            case Life.Deleting d -> false;
            case Life.Off o -> false;
            case Life.Booting b -> definition.wanted();
            case Life.Running r -> definition.wanted();
            case Life.Paused p -> definition.wanted();
            case Life.Failed f -> definition.wanted();
            case Life.Gone g -> false;
        };
        boolean answered = life instanceof Life.Running || life instanceof Life.Paused p && p.answered();
        Long bootMs = life instanceof Life.Launching || input instanceof Input.WasReset ? null : definition.bootMs();
        definition = definition.with(wanted, bootMs, answered, life instanceof Life.Paused);
        Life.Failed failed = life instanceof Life.Failed f ? f : null;
        LOG.info(
                "vm={} from={} to={} cause={} by={}",
                vm,
                phase(before),
                phase,
                input.getClass().getSimpleName(),
                snapshot.by());
        boolean alive = life instanceof Life.Alive;
        snapshot = new VmSnapshot(
                definition,
                phase,
                room.clock().instant(),
                snapshot.by(),
                failed == null ? null : failed.cause(),
                failed == null ? null : failed.exitCode(),
                alive ? snapshot.counters() : Map.of());
        if (!alive) {
            release();
            body = null;
        }
        if (!(life instanceof Life.Gone)) {
            keep(definition);
            tellWorld();
        }
    }

    private void tellWorld() {
        room.reports().changed(snapshot);
    }

    private static Phase phase(Life life) {
        return switch (life) {
            case Life.Off o -> Phase.OFF;
            case Life.Launching l -> Phase.STARTING;
            case Life.Booting b -> Phase.STARTING;
            case Life.Running r -> Phase.RUNNING;
            case Life.Paused p -> Phase.PAUSED;
            case Life.Stopping s -> Phase.STOPPING;
            case Life.Deleting d -> Phase.STOPPING;
            case Life.Failed f -> Phase.FAILED;
            case Life.Gone g -> Phase.OFF;
        };
    }

    private static VmSnapshot withBy(VmSnapshot s, @Nullable String by) {
        return new VmSnapshot(s.definition(), s.phase(), s.since(), by, s.cause(), s.exitCode(), s.counters());
    }

    private void keep(Definition definition) {
        try {
            room.definitions().save(definition);
        } catch (UncheckedIOException e) {
            LOG.error("vm={} goes on, but a restarted service would not know its state: make room on the disk", vm, e);
        }
    }

    private void redefine(Definition definition) {
        keep(definition);
        VmSnapshot s = snapshot;
        snapshot = new VmSnapshot(definition, s.phase(), s.since(), s.by(), s.cause(), s.exitCode(), s.counters());
    }

    // --- commands about attributes ---

    private void set(Mail.Set set) {
        List<NicState> nics = snapshot.definition().nics();
        if (set.ip() != null && nics.isEmpty()) {
            answer(set.ticket(), new Outcome.Refused(vm + " has no NIC that could have an address"));
            return;
        }
        if (set.state() == null) {
            changeLink(new Mail.ChangeLink(set.ticket(), nics.getFirst().nic().network(), null, set.ip()));
            return;
        }
        Input.Asked input = set.state().wanted(life instanceof Life.Alive)
                ? new Input.Boot(set.ticket())
                : new Input.PowerDown(set.ticket());
        Lifecycle.Decision decision = lifecycle.decide(life, lastAttempt, input);
        boolean refused = decision.effects().stream().anyMatch(Effect.Refuse.class::isInstance);
        if (set.ip() != null && !refused) {
            NicState first = nics.getFirst();
            redefine(snapshot.definition()
                    .with(new NicState(
                            first.nic(), first.plugged(), set.ip(), set.ticket().by())));
        }
        apply(decision, input);
    }

    private void changeLink(Mail.ChangeLink change) {
        Definition definition = snapshot.definition();
        Optional<NicState> found = definition.nic(change.network());
        if (found.isEmpty()) {
            answer(
                    change.ticket(),
                    new Outcome.Refused("%s has no NIC in network %s: it is in %s"
                            .formatted(vm, change.network(), networks(definition))));
            return;
        }
        Body machine = body;
        Hold inside = hold;
        if (change.ip() != null && life instanceof Life.Paused paused && paused.answered()) {
            answer(
                    change.ticket(),
                    new Outcome.Refused(vm + " is paused and can't take an address: request resume first"));
            return;
        }
        if (cables.busy()) {
            answer(change.ticket(), new Outcome.Refused(tooMany()));
            return;
        }
        NicState nic = found.get();
        Nic card = nic.nic();
        String by = change.ticket().by();
        boolean plugged =
                change.state() == null ? nic.plugged() : change.state().wanted(cables.plugged(nic));
        Ipv4Cidr ip = change.ip();
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        cables.began();
        if (change.state() != null) {
            Mail told = new Mail.LinkChanged(card.network(), plugged, null, false, by);
            if (machine == null) {
                cables.note(card.network(), plugged);
            } else {
                done = cables.plug(machine.machine(), card.network(), plugged);
            }
            done = done.thenRun(() -> mailbox.tell(told));
        }
        if (ip != null) {
            boolean given = inside != null && phase(life) == Phase.RUNNING;
            Mail told = new Mail.LinkChanged(card.network(), null, ip, given, by);
            if (inside != null && given) {
                done = done.thenCompose(cable -> inside.assign(card, ip));
            }
            done = done.thenRun(() -> mailbox.tell(told));
        }
        done.whenComplete((all, problem) ->
                mailbox.tell(new Mail.LinkDone(change.ticket(), problem == null ? null : Reason.of(problem))));
    }

    private void linkChanged(Mail.LinkChanged changed) {
        Definition before = snapshot.definition();
        NicState nic = before.nic(changed.network()).orElseThrow();
        NicState now = new NicState(
                nic.nic(),
                changed.plugged() == null ? nic.plugged() : changed.plugged(),
                changed.ip() == null ? nic.ip() : changed.ip(),
                changed.by());
        redefine(before.with(now));
        Hold inside = hold;
        if (inside != null && !nic.plugged() && now.plugged() && phase(life) == Phase.RUNNING) {
            inside.announce(List.of(now));
        }
        Ipv4Cidr late = changed.given() ? null : changed.ip();
        if (inside != null && late != null && phase(life) == Phase.RUNNING) {
            // the guest came up after this was asked for
            assign(inside, now.nic(), late);
        }
        boolean first = nic.equals(before.nics().getFirst());
        if (first && !Objects.equals(nic.ip(), now.ip())) {
            tellWorld();
        } else {
            room.reports().linkChanged(snapshot, changed.network());
        }
    }

    private void linkDone(Mail.LinkDone done) {
        cables.ended();
        answer(
                done.ticket(),
                done.problem() == null
                        ? Outcome.DONE
                        : new Outcome.Refused("%s could not be changed: %s".formatted(vm, done.problem())));
    }

    private String tooMany() {
        return "%s has too many commands waiting already: send fewer at a time".formatted(vm);
    }

    private static String networks(Definition definition) {
        return definition.nics().isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        definition.nics().stream()
                                .map(nic -> nic.nic().network().text())
                                .toList());
    }

    private void answers(Mail.Answers answers) {
        Hold now = hold;
        if (now == null || now != answers.hold()) {
            return;
        }
        Definition definition = snapshot.definition();
        if (life instanceof Life.Booting || life instanceof Life.Paused) {
            definition = definition.with(definition.wanted(), answers.bootMs(), true, definition.paused());
            redefine(definition);
        }
        live(new Input.Answered(now.attempt()));
        for (NicState nic : definition.nics()) {
            Ipv4Cidr ip = nic.ip();
            if (ip != null && !ip.equals(answers.assigned().get(nic.nic().network()))) {
                assign(now, nic.nic(), ip);
            }
        }
    }

    private void counted(Map<MacAddress, Counters> counters) {
        VmSnapshot s = snapshot;
        if (s.phase() != Phase.RUNNING) {
            return;
        }
        snapshot = new VmSnapshot(s.definition(), s.phase(), s.since(), s.by(), s.cause(), s.exitCode(), counters);
        for (NicState nic : s.definition().nics()) {
            MacAddress mac = nic.nic().mac();
            if (!Objects.equals(s.counters().get(mac), counters.get(mac))) {
                room.reports().linkChanged(snapshot, nic.nic().network());
            }
        }
    }

    // --- effects ---

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Launch launch -> launch(launch.attempt());
            case Effect.AwaitGuest await -> {
                Body now = body;
                if (now != null && life instanceof Life.Alive alive) {
                    enter(alive.run().attempt(), now, await.from(), true);
                }
            }
            case Effect.PowerOff off -> powerOff();
            case Effect.KillMachine kill -> {
                Body now = body;
                if (now != null) {
                    Thread.ofVirtual().name("kill-" + vm).start(now.machine()::kill);
                }
            }
            case Effect.PauseCpu pause -> onMachine(pause.ticket(), Machine::pause);
            case Effect.ResumeCpu resume -> onMachine(resume.ticket(), Machine::resume);
            case Effect.ResetMachine reset -> onMachine(reset.ticket(), Machine::reset);
            case Effect.Answer answer -> answer(answer.ticket(), Outcome.DONE);
            case Effect.Refuse refuse -> answer(refuse.ticket(), new Outcome.Refused(refuse.reason()));
            case Effect.Tell tell ->
                room.reports().happened(vm, tell.type(), snapshot.by(), tell.text(), tell.exitCode());
            case Effect.Forget forget -> {
                try {
                    room.definitions().forget(vm);
                } catch (UncheckedIOException e) {
                    LOG.error("vm={} is gone, but a restarted service would find it again: clear its folder", vm, e);
                }
                whenGone.run();
                room.reports().gone(snapshot);
            }
        }
    }

    private void onMachine(Ticket ticket, Consumer<Machine> action) {
        Body now = body;
        if (now == null) {
            answer(ticket, new Outcome.Refused(vm + " has no machine at the moment: try again"));
            return;
        }
        hands.execute(() -> {
            try {
                action.accept(now.machine());
                answer(ticket, Outcome.DONE);
            } catch (RuntimeException e) {
                // whatever it is, the command that waits for it must be answered
                LOG.warn("vm={} its machine could not do what was asked", vm, e);
                answer(ticket, new Outcome.Refused(Reason.of(e)));
            }
        });
    }

    private void powerOff() {
        Body now = body;
        if (now == null || !(life instanceof Life.Alive alive)) {
            return;
        }
        Input overdue = new Input.Overdue(alive.run().attempt());
        room.timer()
                .schedule(
                        () -> mailbox.tell(new Mail.Happens(overdue)),
                        room.powerOffWithin().toMillis(),
                        TimeUnit.MILLISECONDS);
        Hold inside = hold;
        CompletionStage<Void> asked = inside != null && inside.answers()
                ? inside.guest().powerOff()
                : CompletableFuture.failedStage(new Guest.GuestRefused("it does not answer yet"));
        asked.whenComplete((done, problem) -> {
            if (problem != null) {
                LOG.debug("vm={} takes no command to power off ({}): pressing the button", vm, Reason.of(problem));
                hands.execute(() -> pressPowerButton(now.machine()));
            }
        });
    }

    private void pressPowerButton(Machine alive) {
        try {
            alive.powerDown();
        } catch (Machine.MachineUnreachable e) {
            LOG.warn("vm={} can't be asked to power down, it will be killed: {}", vm, e.getMessage());
        }
    }

    private void launch(int attempt) {
        lastAttempt = attempt;
        Definition definition = snapshot.definition();
        Thread.ofVirtual().name("launch-" + vm).start(() -> {
            try {
                launch(attempt, definition);
            } catch (RuntimeException e) {
                LOG.error("vm={} attempt={} the launch broke", vm, attempt, e);
                mailbox.tell(new Mail.Happens(new Input.LaunchFailed(attempt, Reason.of(e))));
            }
        });
    }

    private void launch(int attempt, Definition definition) {
        switch (room.images().find(definition.image())) {
            case MachineRoom.Found.Missing missing ->
                mailbox.tell(new Mail.Happens(new Input.LaunchFailed(attempt, missing.reason())));
            case MachineRoom.Found.Here here -> {
                MachineSpec spec = spec(definition, here.image());
                switch (room.hypervisor().launch(spec, new Listener(attempt))) {
                    case Hypervisor.Launch.Launched launched ->
                        launched(attempt, definition, new Body(launched.machine(), here.image()));
                    case Hypervisor.Launch.Failed failed ->
                        mailbox.tell(new Mail.Happens(new Input.LaunchFailed(attempt, failed.reason())));
                }
            }
        }
    }

    private void launched(int attempt, Definition definition, Body launched) {
        try {
            for (NicState nic : definition.nics()) {
                if (!nic.plugged()) {
                    launched.machine().setLink(nic.nic().network(), false);
                }
            }
            mailbox.tell(new Mail.HasMachine(attempt, launched, definition));
        } catch (Machine.MachineUnreachable e) {
            launched.machine().kill();
            mailbox.tell(new Mail.Happens(new Input.LaunchFailed(attempt, Reason.of(e))));
        }
        if (leaving) {
            launched.machine().letGo();
        }
    }

    private void hasMachine(Mail.HasMachine has) {
        if (!(life instanceof Life.Launching launching) || launching.attempt() != has.attempt()) {
            return;
        }
        Machine launched = has.body().machine();
        body = has.body();
        live(new Input.Launched(has.attempt(), launched.pid(), launched.startedAt()));
        for (NicState nic : snapshot.definition().nics()) {
            NetworkName network = nic.nic().network();
            boolean plugged = cables.plugged(nic);
            if (has.launchedWith()
                    .nic(network)
                    .filter(n -> n.plugged() == plugged)
                    .isEmpty()) {
                // it was pulled or plugged while the machine was being started
                cables.plug(launched, network, plugged).exceptionally(problem -> {
                    LOG.warn("vm={} network={} its cable could not be moved: {}", vm, network, Reason.of(problem));
                    return null;
                });
            }
        }
    }

    private void enter(int attempt, Body now, Instant from, boolean configure) {
        release();
        Hold fresh = new Hold(vm, attempt, room.door().enter(vm, now.machine(), now.image()), room.reports());
        hold = fresh;
        fresh.guest().answering().whenComplete((answered, problem) -> {
            if (problem != null) {
                willNotAnswer(problem);
            } else if (configure) {
                long bootMs = Duration.between(from, room.clock().instant()).toMillis();
                configure(fresh, bootMs);
            }
        });
    }

    private void willNotAnswer(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        String why = Reason.of(cause);
        if (cause instanceof Guest.GuestRefused) {
            LOG.warn("vm={} will never answer: {}", vm, why);
            room.reports().happened(vm, "guest_unreachable", null, why, -1);
        } else {
            LOG.debug("vm={} will not answer: {}", vm, why);
        }
    }

    private void configure(Hold fresh, long bootMs) {
        Map<NetworkName, Ipv4Cidr> assigned = new HashMap<>();
        List<CompletableFuture<Void>> assignments = new ArrayList<>();
        for (NicState nic : snapshot.definition().nics()) {
            Ipv4Cidr ip = nic.ip();
            if (ip != null) {
                assigned.put(nic.nic().network(), ip);
                assignments.add(assign(fresh, nic.nic(), ip));
            }
        }
        CompletableFuture.allOf(assignments.toArray(CompletableFuture[]::new))
                .whenComplete((done, problem) -> mailbox.tell(new Mail.Answers(fresh, bootMs, assigned)));
    }

    private CompletableFuture<Void> assign(Hold now, Nic nic, Ipv4Cidr ip) {
        return now.assign(nic, ip)
                .whenComplete((done, problem) -> {
                    if (problem != null) {
                        String why = "%s could not be given %s: %s".formatted(vm, ip, Reason.of(problem));
                        LOG.warn("vm={} {}", vm, why);
                        room.reports().happened(vm, "address_refused", null, why, -1);
                    }
                })
                .toCompletableFuture();
    }

    private void release() {
        Hold now = hold;
        if (now != null) {
            hold = null;
            now.release();
        }
    }

    private void adopt() {
        Definition definition = snapshot.definition();
        if (room.images().find(definition.image()) instanceof MachineRoom.Found.Here here) {
            lastAttempt = 1;
            Optional<Machine> found = room.hypervisor().find(spec(definition, here.image()), new Listener(lastAttempt));
            if (found.isPresent()) {
                Machine alive = found.get();
                Body now = new Body(alive, here.image());
                body = now;
                Life.Run run = new Life.Run(lastAttempt, alive.pid(), alive.startedAt());
                life = definition.paused()
                        ? new Life.Paused(run, definition.answered())
                        : definition.answered() ? new Life.Running(run) : new Life.Booting(run);
                snapshot = new VmSnapshot(definition, phase(life), alive.startedAt(), null, null, null, Map.of());
                LOG.info("vm={} from=unknown to={} cause=FoundAgain by=null", vm, phase(life));
                enter(lastAttempt, now, alive.startedAt(), !definition.answered());
                if (!definition.wanted()) {
                    // the service ended while the guest was powering down, and took the deadline with it
                    mailbox.tell(new Mail.Happens(new Input.PowerDown(new Ticket(0, null))));
                }
                return;
            }
        }
        if (definition.wanted()) {
            mailbox.tell(new Mail.Happens(new Input.Boot(new Ticket(0, null))));
        }
    }

    private MachineSpec spec(Definition definition, Image image) {
        return new MachineSpec(
                vm,
                image,
                definition.memoryMib(),
                definition.nics().stream().map(NicState::nic).toList(),
                room.definitions().folder(vm));
    }

    /** Turns what a machine does by itself into reports. */
    private final class Listener implements Hypervisor.MachineListener {
        private final int attempt;

        Listener(int attempt) {
            this.attempt = attempt;
        }

        @Override
        public void paused() {
            mailbox.tell(new Mail.Happens(new Input.WasPaused(attempt)));
        }

        @Override
        public void resumed() {
            mailbox.tell(new Mail.Happens(new Input.WasResumed(attempt)));
        }

        @Override
        public void reset() {
            mailbox.tell(
                    new Mail.Happens(new Input.WasReset(attempt, room.clock().instant())));
        }

        @Override
        public void exited(MachineExit exit) {
            mailbox.tell(new Mail.Happens(new Input.Exited(attempt, exit)));
        }
    }
}
