package scatola.nodeservice.guest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import scatola.bus.VmName;
import scatola.nodeservice.guest.Guest.GuestGone;
import scatola.nodeservice.guest.Guest.GuestRefused;
import scatola.nodeservice.guest.Guest.Job;
import scatola.nodeservice.image.Talk;

/** What every shell must do for us, tried on shells of this machine instead of a guest's. */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class ShellIT {
    private static final Talk SERIAL = new Talk.Serial("root", "", "# ");
    private static final String GETTY = "printf 'doge login: '; read name; PS1='# ' exec ";

    record Way(String name, Talk talk, List<String> command) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("busybox on a channel", new Talk.ShellChannel(), List.of("busybox", "sh")),
                new Way("dash on a channel", new Talk.ShellChannel(), List.of("dash")),
                new Way("busybox behind a getty", SERIAL, terminal(GETTY + "busybox sh -i")),
                new Way("bash behind a getty", SERIAL, terminal(GETTY + "bash --norc -i")),
                new Way("dash behind a getty", SERIAL, terminal(GETTY + "dash -i")));
    }

    private static List<String> terminal(String script) {
        return List.of("script", "-qfc", script, "/dev/null");
    }

    private final Way way;

    ShellIT(Way way) {
        this.way = way;
    }

    @TempDir
    Path folder;

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private SocketProgram machine;
    private Guest guest;

    @BeforeEach
    void attach() throws Exception {
        machine = new SocketProgram(folder.resolve("s"), way.command().toArray(String[]::new));
        guest = attachAgain();
        guest.answering().toCompletableFuture().get(20, SECONDS);
    }

    private Guest attachAgain() throws Exception {
        if (way.talk() instanceof Talk.Serial) {
            return new Guests(timers).attach(new VmName("doge1"), way.talk(), machine.socket(), Optional.empty());
        }
        // The console is another line, on which nothing happens here.
        Path console = folder.resolve("console");
        if (Files.notExists(console)) {
            consoles.add(new SocketProgram(console, "cat"));
        }
        return new Guests(timers).attach(new VmName("doge1"), way.talk(), console, Optional.of(machine.socket()));
    }

    private final List<SocketProgram> consoles = new ArrayList<>();

    @AfterEach
    void detach() throws Exception {
        guest.close();
        machine.close();
        for (SocketProgram console : consoles) {
            console.close();
        }
        timers.shutdownNow();
    }

    @Test
    void outputAndExitCodeArrive() throws Exception {
        RecordedJob job = RecordedJob.run(guest, "sh", "-c", "echo one; echo two >&2; printf three; exit 7");

        assertThat(job.exitCode()).isEqualTo(7);
        assertThat(job.lines()).containsExactly("one", "two", "three");
    }

    @Test
    void argumentsAreTakenLiterally() throws Exception {
        List<String> words = List.of(
                "a b",
                "$(reboot)",
                "`reboot`",
                "it's",
                "\"",
                "\\",
                "\\n",
                "!!",
                "~",
                "*",
                "$HOME",
                ";",
                "&",
                "|",
                ">x",
                "#",
                "",
                "-n",
                "tab\there",
                "è日本",
                "%s",
                "\u0007");

        RecordedJob job = RecordedJob.run(
                guest,
                Stream.concat(Stream.of("printf", "[%s]\\n"), words.stream()).toArray(String[]::new));

        assertThat(job.exitCode()).isZero();
        assertThat(job.lines())
                .containsExactlyElementsOf(words.stream().map("[%s]"::formatted).toList());
    }

    @Test
    void aLineFeedInAnArgumentIsOne() throws Exception {
        RecordedJob job = RecordedJob.run(guest, "printf", "[%s]\\n", "two\nlines");

        assertThat(job.exitCode()).isZero();
        assertThat(job.lines()).containsExactly("[two", "lines]");
    }

    @Test
    void inputIsDeliveredLiterallyAndEnds() throws Exception {
        RecordedJob job = new RecordedJob();
        String input = "Hi from 'rasp1'! $(id) `id` \\n %d\n\ttab è\n" + "long ".repeat(700);
        guest.start(List.of("wc", "-c"), input, job);

        assertThat(job.exitCode()).isZero();
        assertThat(job.lines())
                .singleElement()
                .satisfies(count -> assertThat(count.trim())
                        .isEqualTo(Integer.toString(input.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)));
        RecordedJob echo = new RecordedJob();
        guest.start(List.of("cat"), "Hi 'x' $(id)\n\ttab è", echo);
        assertThat(echo.exitCode()).isZero();
        assertThat(echo.lines()).containsExactly("Hi 'x' $(id)", "\ttab è");
    }

    @Test
    void aProgramThatIsNotThereSaysSo() throws Exception {
        RecordedJob job = RecordedJob.run(guest, "no-such-program");

        assertThat(job.exitCode()).isEqualTo(127);
        assertThat(job.lines()).singleElement().asString().contains("not found");
    }

    @Test
    void aShellWordIsNoWayOut() throws Exception {
        assertThat(RecordedJob.run(guest, "exit", "9").exitCode()).isEqualTo(9);
        assertThat(RecordedJob.run(guest, "echo", "still here").exitCode()).isZero();
    }

    @Test
    void manyProgramsRunAtOnceAndTheirLinesAreNotMixedUp() throws Exception {
        List<RecordedJob> jobs = IntStream.range(0, 8)
                .mapToObj(n -> RecordedJob.run(
                        guest,
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt 200 ]; do echo \"job " + n + " line $i\"; i=$((i+1)); done"))
                .toList();

        for (int n = 0; n < jobs.size(); n++) {
            int job = n;
            assertThat(jobs.get(n).exitCode()).isZero();
            assertThat(jobs.get(n).lines())
                    .containsExactlyElementsOf(IntStream.range(0, 200)
                            .mapToObj(i -> "job %d line %d".formatted(job, i))
                            .toList());
        }
    }

    @Test
    void stopEndsAProgramAndItsChildren() throws Exception {
        RecordedJob recorded = new RecordedJob();
        Job job = guest.start(List.of("sh", "-c", "sleep 987 & echo $!; wait"), "", recorded);
        await().until(() -> !recorded.lines().isEmpty());

        job.stop();

        assertThat(recorded.exitCode()).isIn(143, 137);
        long child = Long.parseLong(recorded.lines().getFirst());
        await().until(() -> ProcessHandle.of(child).map(p -> !p.isAlive()).orElse(true));
    }

    @Test
    void stopEndsAProgramThatDoesNotWantTo() throws Exception {
        RecordedJob recorded = new RecordedJob();
        Job job = guest.start(List.of("sh", "-c", "trap '' TERM; echo $$; while :; do sleep 1; done"), "", recorded);
        await().until(() -> !recorded.lines().isEmpty());

        job.stop();

        assertThat(recorded.exitCode()).isEqualTo(137);
        long pid = Long.parseLong(recorded.lines().getFirst());
        await().until(() -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
    }

    @Test
    void aProgramStoppedAtOnceEnds() throws Exception {
        RecordedJob recorded = new RecordedJob();
        guest.start(List.of("sleep", "987"), "", recorded).stop();

        assertThat(recorded.exitCode()).isIn(143, 137);
    }

    @Test
    void aLongLineIsCutAndALoudProgramIsHeardOut() throws Exception {
        RecordedJob job = RecordedJob.run(
                guest, "sh", "-c", "head -c 5000 /dev/zero | tr '\\0' x; echo; yes abc | head -n 20000");

        assertThat(job.exitCode()).isZero();
        assertThat(job.lines()).hasSize(20_001);
        assertThat(job.lines().getFirst()).isEqualTo("x".repeat(ShellProtocol.LONGEST_LINE) + "...");
    }

    @Test
    void badInputIsRefused() {
        RecordedJob nobody = new RecordedJob();
        assertThatThrownBy(() -> guest.start(List.of(), "", nobody)).isInstanceOf(GuestRefused.class);
        assertThatThrownBy(() -> guest.start(List.of("a\0b"), "", nobody)).isInstanceOf(GuestRefused.class);
        assertThatThrownBy(() -> guest.start(List.of("cat"), "a\u0003b", nobody))
                .isInstanceOf(GuestRefused.class);
    }

    @Test
    void whenTheMachineDiesEveryJobEndsAndStagesFail() throws Exception {
        RecordedJob job = RecordedJob.run(guest, "sleep", "987");
        RecordedJob another = RecordedJob.run(guest, "sh", "-c", "echo up; sleep 987");
        await().until(() -> !another.lines().isEmpty());

        machine.hangUp();

        assertThat(job.exitCode()).isEqualTo(-1);
        assertThat(another.exitCode()).isEqualTo(-1);
        assertThat(RecordedJob.run(guest, "true").exitCode()).isEqualTo(-1);
        assertThatThrownBy(() -> guest.announce(
                                new scatola.bus.MacAddress("52:54:00:00:00:01"), scatola.bus.Ipv4Cidr.of("10.1.1.1"))
                        .toCompletableFuture()
                        .get(5, SECONDS))
                .cause()
                .isInstanceOf(GuestGone.class);
    }

    @Test
    void aNewAttachmentWorksAtOnceAndWhatTheOldOneRanIsEnded() throws Exception {
        RecordedJob job = RecordedJob.run(guest, "sh", "-c", "echo $$; sleep 987");
        await().until(() -> !job.lines().isEmpty());
        long pid = Long.parseLong(job.lines().getFirst());

        guest.close();
        guest = attachAgain();

        assertThat(job.exitCode()).isEqualTo(-1);
        guest.answering().toCompletableFuture().get(20, SECONDS);
        assertThat(RecordedJob.run(guest, "true").exitCode()).isZero();
        await().until(() -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
    }
}
