package scatola.nodeservice.vm;

import java.util.List;
import scatola.bus.VmName;
import scatola.nodeservice.vm.Hypervisor.MachineExit;
import scatola.nodeservice.vm.Life.Alive;
import scatola.nodeservice.vm.Life.Booting;
import scatola.nodeservice.vm.Life.Deleting;
import scatola.nodeservice.vm.Life.Failed;
import scatola.nodeservice.vm.Life.Gone;
import scatola.nodeservice.vm.Life.Launching;
import scatola.nodeservice.vm.Life.Off;
import scatola.nodeservice.vm.Life.Paused;
import scatola.nodeservice.vm.Life.Run;
import scatola.nodeservice.vm.Life.Running;
import scatola.nodeservice.vm.Life.Stopping;

/** Decides what becomes of a guest: a state and an input in, the next state and what to do out. Pure. */
final class Lifecycle {
    private final VmName vm;

    Lifecycle(VmName vm) {
        this.vm = vm;
    }

    /**
     * @param next the state from now on
     * @param effects what to do, in order
     */
    record Decision(Life next, List<Effect> effects) {}

    /**
     * @param life the state so far
     * @param lastAttempt the highest attempt so far
     * @param input what happens
     * @return what follows
     */
    Decision decide(Life life, int lastAttempt, Input input) {
        return switch (input) {
            case Input.Asked asked -> ask(life, lastAttempt, asked);
            case Input.Told told -> concerns(life, told) ? tell(life, told) : stay(life);
        };
    }

    private static boolean concerns(Life life, Input.Told told) {
        return switch (life) {
            case Launching launching -> launching.attempt() == told.attempt();
            case Alive alive -> alive.run().attempt() == told.attempt();
            case Off off -> false;
            case Failed failed -> false;
            case Gone gone -> false;
        };
    }

    private Decision ask(Life life, int lastAttempt, Input.Asked asked) {
        Ticket ticket = asked.ticket();
        return switch (life) {
            case Off off -> askIdle(life, lastAttempt, asked, "is off");
            case Failed failed -> askIdle(life, lastAttempt, asked, "does not run");
            case Launching launching -> refuse(life, ticket, "is being started: try again in a moment");
            case Booting booting -> askAlive(booting, asked);
            case Running running -> askAlive(running, asked);
            case Paused paused -> askPaused(paused, asked);
            case Stopping stopping -> askStopping(stopping, asked);
            case Deleting deleting -> refuse(life, ticket, "is being deleted");
            case Gone gone -> refuse(life, ticket, "was deleted");
        };
    }

    private Decision askIdle(Life life, int lastAttempt, Input.Asked asked, String state) {
        Ticket ticket = asked.ticket();
        return switch (asked) {
            case Input.Boot boot -> {
                int attempt = lastAttempt + 1;
                yield to(new Launching(attempt, ticket), new Effect.Launch(attempt));
            }
            case Input.Delete delete -> to(new Gone(), new Effect.Forget(), new Effect.Answer(ticket));
            case Input.PowerDown down -> refuse(life, ticket, state + " already: send ON to boot it");
            case Input.Kill kill -> refuse(life, ticket, state + ": there is nothing to kill");
            case Input.Reboot reboot -> refuse(life, ticket, state + ": send ON to boot it");
            case Input.Pause pause -> refuse(life, ticket, state + ": send ON to boot it");
            case Input.Resume resume -> refuse(life, ticket, state + ": send ON to boot it");
        };
    }

    private Decision askAlive(Alive life, Input.Asked asked) {
        Ticket ticket = asked.ticket();
        return switch (asked) {
            case Input.Boot boot ->
                refuse(life, ticket, "runs already: send OFF to power it down, or request reboot to start it again");
            case Input.PowerDown down -> to(new Stopping(life.run()), new Effect.PowerOff(), new Effect.Answer(ticket));
            case Input.Kill kill -> to(new Stopping(life.run()), new Effect.KillMachine(), new Effect.Answer(ticket));
            case Input.Reboot reboot -> to(life, new Effect.ResetMachine(ticket));
            case Input.Pause pause -> to(life, new Effect.PauseCpu(ticket));
            case Input.Resume resume -> refuse(life, ticket, "is not paused");
            case Input.Delete delete -> to(new Deleting(life.run(), ticket), new Effect.KillMachine());
        };
    }

    private Decision askPaused(Paused life, Input.Asked asked) {
        Ticket ticket = asked.ticket();
        return switch (asked) {
            case Input.Boot boot -> refuse(life, ticket, "is paused: request resume to let it go on");
            case Input.PowerDown down ->
                refuse(life, ticket, "is paused and can't power down: request resume first, or kill");
            case Input.Pause pause -> refuse(life, ticket, "is paused already");
            case Input.Resume resume -> to(life, new Effect.ResumeCpu(ticket));
            case Input.Reboot reboot -> refuse(life, ticket, "is paused: request resume first");
            case Input.Kill kill -> askAlive(life, asked);
            case Input.Delete delete -> askAlive(life, asked);
        };
    }

    private Decision askStopping(Stopping life, Input.Asked asked) {
        Ticket ticket = asked.ticket();
        return switch (asked) {
            case Input.Kill kill -> askAlive(life, asked);
            case Input.Delete delete -> askAlive(life, asked);
            case Input.PowerDown down ->
                refuse(life, ticket, "is powering down already: request kill to end it at once");
            case Input.Boot boot -> refuse(life, ticket, "is powering down: send ON again when it is off");
            case Input.Reboot reboot -> refuse(life, ticket, "is powering down: send ON when it is off");
            case Input.Pause pause -> refuse(life, ticket, "is powering down");
            case Input.Resume resume -> refuse(life, ticket, "is powering down");
        };
    }

    private Decision tell(Life life, Input.Told told) {
        return switch (told) {
            case Input.Launched launched ->
                life instanceof Launching l
                        ? to(
                                new Booting(new Run(l.attempt(), launched.pid(), launched.startedAt())),
                                new Effect.AwaitGuest(launched.startedAt()),
                                new Effect.Answer(l.ticket()))
                        : stay(life);
            case Input.LaunchFailed failed ->
                life instanceof Launching l
                        ? to(
                                new Failed(failed.reason(), -1),
                                new Effect.Refuse(l.ticket(), "%s does not start: %s".formatted(vm, failed.reason())),
                                new Effect.Tell("guest_failed", failed.reason(), -1))
                        : stay(life);
            case Input.Answered answered ->
                life instanceof Booting b
                        ? to(new Running(b.run()), new Effect.Tell("guest_booted", "", -1))
                        : life instanceof Paused p ? to(new Paused(p.run(), true)) : stay(life);
            case Input.WasPaused paused ->
                switch (life) {
                    case Booting b -> to(new Paused(b.run(), false), new Effect.Tell("guest_paused", "", -1));
                    case Running r -> to(new Paused(r.run(), true), new Effect.Tell("guest_paused", "", -1));
                    case Off o -> stay(life);
                    case Launching l -> stay(life);
                    case Paused p -> stay(life);
                    case Stopping s -> stay(life);
                    case Failed f -> stay(life);
                    case Deleting d -> stay(life);
                    case Gone g -> stay(life);
                };
            case Input.WasResumed resumed ->
                life instanceof Paused p
                        ? to(
                                p.answered() ? new Running(p.run()) : new Booting(p.run()),
                                new Effect.Tell("guest_resumed", "", -1))
                        : stay(life);
            case Input.WasReset reset ->
                life instanceof Running || life instanceof Booting || life instanceof Paused
                        ? to(
                                new Booting(((Alive) life).run()),
                                new Effect.AwaitGuest(reset.at()),
                                new Effect.Tell("guest_reset", "", -1))
                        : stay(life);
            case Input.Overdue overdue ->
                life instanceof Stopping
                        ? to(
                                life,
                                new Effect.KillMachine(),
                                new Effect.Tell("guest_killed", "it did not power down in time", -1))
                        : stay(life);
            case Input.Exited exited -> exited(life, exited.exit());
        };
    }

    private Decision exited(Life life, MachineExit exit) {
        return switch (life) {
            case Deleting deleting -> to(new Gone(), new Effect.Forget(), new Effect.Answer(deleting.ticket()));
            case Stopping stopping -> to(new Off(), new Effect.Tell("guest_halted", "", exit.exitCode()));
            case Booting booting -> died(exit);
            case Running running -> died(exit);
            case Paused paused -> died(exit);
            case Launching launching -> {
                // it died before the launch could tell that it lives
                Decision died = died(exit);
                String why = "%s died as soon as it was started: %s"
                        .formatted(vm, exit.lastWords().strip());
                yield to(
                        died.next(),
                        new Effect.Refuse(launching.ticket(), why),
                        died.effects().getFirst());
            }
            case Off off -> stay(life);
            case Failed failed -> stay(life);
            case Gone gone -> stay(life);
        };
    }

    private static Decision died(MachineExit exit) {
        if (exit.byGuest()) {
            return to(new Off(), new Effect.Tell("guest_halted", "it powered itself off", exit.exitCode()));
        }
        String cause = "its machine died by itself (exit code %s)%s"
                .formatted(
                        exit.exitCode() < 0 ? "unknown" : Integer.toString(exit.exitCode()),
                        exit.lastWords().isBlank()
                                ? ""
                                : ": " + exit.lastWords().strip());
        return to(new Failed(cause, exit.exitCode()), new Effect.Tell("guest_crashed", cause, exit.exitCode()));
    }

    private Decision refuse(Life life, Ticket ticket, String why) {
        return to(life, new Effect.Refuse(ticket, vm + " " + why));
    }

    private static Decision stay(Life life) {
        return new Decision(life, List.of());
    }

    private static Decision to(Life next, Effect... effects) {
        return new Decision(next, List.of(effects));
    }
}
