package scatola.nodeservice.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.bus.VmName;
import scatola.nodeservice.vm.Hypervisor.MachineExit;

class LifecycleTest {
    private static final Instant NOW = Instant.parse("2026-05-01T18:30:00Z");
    private static final Ticket TICKET = new Ticket(1, "ada");
    private static final Life.Run RUN = new Life.Run(3, 4711, NOW);
    private static final int LAST = 3;

    private static final Map<String, Life> STATES = new LinkedHashMap<>();
    private static final Map<String, Input> INPUTS = new LinkedHashMap<>();

    static {
        STATES.put("Off", new Life.Off());
        STATES.put("Launching", new Life.Launching(3, new Ticket(7, "bob")));
        STATES.put("Booting", new Life.Booting(RUN));
        STATES.put("Running", new Life.Running(RUN));
        STATES.put("Paused", new Life.Paused(RUN, true));
        STATES.put("Stopping", new Life.Stopping(RUN));
        STATES.put("Failed", new Life.Failed("why", 1));
        STATES.put("Deleting", new Life.Deleting(RUN, new Ticket(7, "bob")));
        STATES.put("Gone", new Life.Gone());
        INPUTS.put("Boot", new Input.Boot(TICKET));
        INPUTS.put("PowerDown", new Input.PowerDown(TICKET));
        INPUTS.put("Kill", new Input.Kill(TICKET));
        INPUTS.put("Reboot", new Input.Reboot(TICKET));
        INPUTS.put("Pause", new Input.Pause(TICKET));
        INPUTS.put("Resume", new Input.Resume(TICKET));
        INPUTS.put("Delete", new Input.Delete(TICKET));
        INPUTS.put("Launched", new Input.Launched(3, 4711, NOW));
        INPUTS.put("LaunchFailed", new Input.LaunchFailed(3, "no kernel"));
        INPUTS.put("Answered", new Input.Answered(3));
        INPUTS.put("WasPaused", new Input.WasPaused(3));
        INPUTS.put("WasResumed", new Input.WasResumed(3));
        INPUTS.put("WasReset", new Input.WasReset(3, NOW));
        INPUTS.put("Overdue", new Input.Overdue(3));
        INPUTS.put("Exited", new Input.Exited(3, new MachineExit(false, 137, "killed")));
    }

    private final Lifecycle lifecycle = new Lifecycle(new VmName("doge1"));

    /** The specification: what each state becomes by each input, and what is done about it. */
    @ParameterizedTest(name = "{0} + {1} = {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            Off       | Boot         | Launching | Launch
            Off       | PowerDown    | Off       | Refuse
            Off       | Kill         | Off       | Refuse
            Off       | Reboot       | Off       | Refuse
            Off       | Pause        | Off       | Refuse
            Off       | Resume       | Off       | Refuse
            Off       | Delete       | Gone      | Forget Answer
            Off       | Launched     | Off       |
            Off       | LaunchFailed | Off       |
            Off       | Answered     | Off       |
            Off       | WasPaused    | Off       |
            Off       | WasResumed   | Off       |
            Off       | WasReset     | Off       |
            Off       | Overdue      | Off       |
            Off       | Exited       | Off       |
            Launching | Boot         | Launching | Refuse
            Launching | PowerDown    | Launching | Refuse
            Launching | Kill         | Launching | Refuse
            Launching | Reboot       | Launching | Refuse
            Launching | Pause        | Launching | Refuse
            Launching | Resume       | Launching | Refuse
            Launching | Delete       | Launching | Refuse
            Launching | Launched     | Booting   | AwaitGuest Answer
            Launching | LaunchFailed | Failed    | Refuse Tell
            Launching | Answered     | Launching |
            Launching | WasPaused    | Launching |
            Launching | WasResumed   | Launching |
            Launching | WasReset     | Launching |
            Launching | Overdue      | Launching |
            Launching | Exited       | Failed    | Refuse Tell
            Booting   | Boot         | Booting   | Refuse
            Booting   | PowerDown    | Stopping  | PowerOff Answer
            Booting   | Kill         | Stopping  | KillMachine Answer
            Booting   | Reboot       | Booting   | ResetMachine
            Booting   | Pause        | Booting   | PauseCpu
            Booting   | Resume       | Booting   | Refuse
            Booting   | Delete       | Deleting  | KillMachine
            Booting   | Launched     | Booting   |
            Booting   | LaunchFailed | Booting   |
            Booting   | Answered     | Running   | Tell
            Booting   | WasPaused    | Paused    | Tell
            Booting   | WasResumed   | Booting   |
            Booting   | WasReset     | Booting   | AwaitGuest Tell
            Booting   | Overdue      | Booting   |
            Booting   | Exited       | Failed    | Tell
            Running   | Boot         | Running   | Refuse
            Running   | PowerDown    | Stopping  | PowerOff Answer
            Running   | Kill         | Stopping  | KillMachine Answer
            Running   | Reboot       | Running   | ResetMachine
            Running   | Pause        | Running   | PauseCpu
            Running   | Resume       | Running   | Refuse
            Running   | Delete       | Deleting  | KillMachine
            Running   | Launched     | Running   |
            Running   | LaunchFailed | Running   |
            Running   | Answered     | Running   |
            Running   | WasPaused    | Paused    | Tell
            Running   | WasResumed   | Running   |
            Running   | WasReset     | Booting   | AwaitGuest Tell
            Running   | Overdue      | Running   |
            Running   | Exited       | Failed    | Tell
            Paused    | Boot         | Paused    | Refuse
            Paused    | PowerDown    | Paused    | Refuse
            Paused    | Kill         | Stopping  | KillMachine Answer
            Paused    | Reboot       | Paused    | Refuse
            Paused    | Pause        | Paused    | Refuse
            Paused    | Resume       | Paused    | ResumeCpu
            Paused    | Delete       | Deleting  | KillMachine
            Paused    | Launched     | Paused    |
            Paused    | LaunchFailed | Paused    |
            Paused    | Answered     | Paused    |
            Paused    | WasPaused    | Paused    |
            Paused    | WasResumed   | Running   | Tell
            Paused    | WasReset     | Booting   | AwaitGuest Tell
            Paused    | Overdue      | Paused    |
            Paused    | Exited       | Failed    | Tell
            Stopping  | Boot         | Stopping  | Refuse
            Stopping  | PowerDown    | Stopping  | Refuse
            Stopping  | Kill         | Stopping  | KillMachine Answer
            Stopping  | Reboot       | Stopping  | Refuse
            Stopping  | Pause        | Stopping  | Refuse
            Stopping  | Resume       | Stopping  | Refuse
            Stopping  | Delete       | Deleting  | KillMachine
            Stopping  | Launched     | Stopping  |
            Stopping  | LaunchFailed | Stopping  |
            Stopping  | Answered     | Stopping  |
            Stopping  | WasPaused    | Stopping  |
            Stopping  | WasResumed   | Stopping  |
            Stopping  | WasReset     | Stopping  |
            Stopping  | Overdue      | Stopping  | KillMachine Tell
            Stopping  | Exited       | Off       | Tell
            Failed    | Boot         | Launching | Launch
            Failed    | PowerDown    | Failed    | Refuse
            Failed    | Kill         | Failed    | Refuse
            Failed    | Reboot       | Failed    | Refuse
            Failed    | Pause        | Failed    | Refuse
            Failed    | Resume       | Failed    | Refuse
            Failed    | Delete       | Gone      | Forget Answer
            Failed    | Launched     | Failed    |
            Failed    | LaunchFailed | Failed    |
            Failed    | Answered     | Failed    |
            Failed    | WasPaused    | Failed    |
            Failed    | WasResumed   | Failed    |
            Failed    | WasReset     | Failed    |
            Failed    | Overdue      | Failed    |
            Failed    | Exited       | Failed    |
            Deleting  | Boot         | Deleting  | Refuse
            Deleting  | PowerDown    | Deleting  | Refuse
            Deleting  | Kill         | Deleting  | Refuse
            Deleting  | Reboot       | Deleting  | Refuse
            Deleting  | Pause        | Deleting  | Refuse
            Deleting  | Resume       | Deleting  | Refuse
            Deleting  | Delete       | Deleting  | Refuse
            Deleting  | Launched     | Deleting  |
            Deleting  | LaunchFailed | Deleting  |
            Deleting  | Answered     | Deleting  |
            Deleting  | WasPaused    | Deleting  |
            Deleting  | WasResumed   | Deleting  |
            Deleting  | WasReset     | Deleting  |
            Deleting  | Overdue      | Deleting  |
            Deleting  | Exited       | Gone      | Forget Answer
            Gone      | Boot         | Gone      | Refuse
            Gone      | PowerDown    | Gone      | Refuse
            Gone      | Kill         | Gone      | Refuse
            Gone      | Reboot       | Gone      | Refuse
            Gone      | Pause        | Gone      | Refuse
            Gone      | Resume       | Gone      | Refuse
            Gone      | Delete       | Gone      | Refuse
            Gone      | Launched     | Gone      |
            Gone      | LaunchFailed | Gone      |
            Gone      | Answered     | Gone      |
            Gone      | WasPaused    | Gone      |
            Gone      | WasResumed   | Gone      |
            Gone      | WasReset     | Gone      |
            Gone      | Overdue      | Gone      |
            Gone      | Exited       | Gone      |
            """)
    void eachStateAnswersEachInput(String state, String input, String next, String effects) {
        Lifecycle.Decision decision = lifecycle.decide(known(STATES, state), LAST, known(INPUTS, input));

        assertThat(decision.next().getClass().getSimpleName()).isEqualTo(next);
        assertThat(names(decision.effects())).isEqualTo(effects == null ? "" : effects);
    }

    @Test
    void theTableNamesEveryStateAndEveryInput() {
        assertThat(STATES.values().stream().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(leaves(Life.class));
        assertThat(INPUTS.values().stream().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(leaves(Input.class));
    }

    @Test
    void whatAnEarlierLaunchStillSaysIsIgnored() {
        Life running = new Life.Running(RUN);

        Lifecycle.Decision decision =
                lifecycle.decide(running, LAST, new Input.Exited(2, new MachineExit(false, 1, "")));

        assertThat(decision).isEqualTo(new Lifecycle.Decision(running, List.of()));
    }

    @Test
    void aGuestThatPowersItselfOffIsOffAndNotFailed() {
        Lifecycle.Decision decision =
                lifecycle.decide(new Life.Running(RUN), LAST, new Input.Exited(3, new MachineExit(true, 0, "")));

        assertThat(decision.next()).isEqualTo(new Life.Off());
    }

    @Test
    void aCrashTellsExitCodeAndLastWords() {
        Lifecycle.Decision decision = lifecycle.decide(
                new Life.Running(RUN), LAST, new Input.Exited(3, new MachineExit(false, 134, "assertion failed\n")));

        assertThat(decision.next())
                .isEqualTo(new Life.Failed("its machine died by itself (exit code 134): assertion failed", 134));
    }

    @Test
    void aGuestPausedWhileBootingGoesOnBooting() {
        Lifecycle.Decision decision = lifecycle.decide(new Life.Paused(RUN, false), LAST, new Input.WasResumed(3));

        assertThat(decision.next()).isEqualTo(new Life.Booting(RUN));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anySequenceAnswersEachCommandOnceAtMost(long seed) {
        Random random = new Random(seed);
        Life life = new Life.Off();
        int attempt = 0;
        List<Long> answered = new ArrayList<>();
        for (long number = 100; number < 1100; number++) {
            Input input = randomInput(random, number, attempt);
            Lifecycle.Decision decision = lifecycle.decide(life, attempt, input);
            life = decision.next();
            for (Effect effect : decision.effects()) {
                if (effect instanceof Effect.Launch launch) {
                    attempt = launch.attempt();
                }
                ticket(effect).ifPresent(answered::add);
            }
            if (life instanceof Life.Gone) {
                life = new Life.Off();
            }
        }
        assertThat(answered).as("seed %d", seed).doesNotHaveDuplicates();
    }

    private static Input randomInput(Random random, long number, int attempt) {
        List<String> names = List.copyOf(INPUTS.keySet());
        Ticket ticket = new Ticket(number, null);
        return switch (names.get(random.nextInt(names.size()))) {
            case "Boot" -> new Input.Boot(ticket);
            case "PowerDown" -> new Input.PowerDown(ticket);
            case "Kill" -> new Input.Kill(ticket);
            case "Reboot" -> new Input.Reboot(ticket);
            case "Pause" -> new Input.Pause(ticket);
            case "Resume" -> new Input.Resume(ticket);
            case "Delete" -> new Input.Delete(ticket);
            case "Launched" -> new Input.Launched(attempt, 1, NOW);
            case "LaunchFailed" -> new Input.LaunchFailed(attempt, "no");
            case "Answered" -> new Input.Answered(attempt);
            case "WasPaused" -> new Input.WasPaused(attempt);
            case "WasResumed" -> new Input.WasResumed(attempt);
            case "WasReset" -> new Input.WasReset(attempt, NOW);
            case "Overdue" -> new Input.Overdue(attempt);
            default -> new Input.Exited(attempt, new MachineExit(random.nextBoolean(), 0, ""));
        };
    }

    private static Optional<Long> ticket(Effect effect) {
        return switch (effect) {
            case Effect.Answer e -> Optional.of(e.ticket().number());
            case Effect.Refuse e -> Optional.of(e.ticket().number());
            case Effect.PauseCpu e -> Optional.of(e.ticket().number());
            case Effect.ResumeCpu e -> Optional.of(e.ticket().number());
            case Effect.ResetMachine e -> Optional.of(e.ticket().number());
            case Effect.Launch e -> Optional.empty();
            case Effect.AwaitGuest e -> Optional.empty();
            case Effect.PowerOff e -> Optional.empty();
            case Effect.KillMachine e -> Optional.empty();
            case Effect.Tell e -> Optional.empty();
            case Effect.Forget e -> Optional.empty();
        };
    }

    private static <T> T known(Map<String, T> values, String name) {
        T value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    private static String names(List<Effect> effects) {
        return effects.stream().map(effect -> effect.getClass().getSimpleName()).collect(Collectors.joining(" "));
    }

    private static List<Class<?>> leaves(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .<Class<?>>flatMap(type -> type.isSealed() ? leaves(type).stream() : Stream.of(type))
                .distinct()
                .toList();
    }
}
