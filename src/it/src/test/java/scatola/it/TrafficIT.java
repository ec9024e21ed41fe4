package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.it.Stage.SOON;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scatola.it.box.Bus;
import scatola.it.box.Console;
import scatola.it.box.Heard;
import scatola.it.box.Page;

/** Several tests in a guest at a time, and people at its console meanwhile. */
@ExtendWith(OnStage.class)
class TrafficIT {

    @Test
    void twoPeopleUseAConsoleThroughThePage(Stage stage) {
        Page page = stage.lab().page();
        try (Console one = page.console("/api/consoles/doge2");
                Console other = page.console("/api/consoles/doge2")) {
            one.type("\r");
            one.await("(login: |# )(\u001b\\[6n)?$", SOON);
            if (!one.seen().endsWith("# ")) {
                one.type("root\r");
                one.await("# ", SOON);
            }
            other.type("echo Hi from $((6*7))\r");
            one.await("Hi from 42", SOON);
            other.await("Hi from 42", SOON);
        }
    }

    @Test
    void testsRunSideBySideWhileSomebodyTypesOnTheConsole(Stage stage) {
        Bus bus = stage.bus();
        Traffic toTwo = stage.ping("doge1", "10.1.1.2");
        Traffic toThree = stage.ping("doge1", "doge3");
        Traffic listener = stage.begin("doge1", "netcat", "'listen':true,'port':2389");
        listener.listening();
        logIn(bus);
        int typed = bus.now();

        bus.type("vm/doge1/console/in", "echo typed-$((6*7))\n");
        Traffic iperf = stage.begin("doge1", "iperf", "'to':'doge2','port':12000,'duration_s':4,'interval_s':2");
        assertThat(stage.exec("doge1", "hostname")).hasSize(1);
        stage.begin("doge3", "netcat", "'to':'doge1','port':2389,'text':'from the side'");

        listener.sample("the text", SOON, sample -> sample.has("text", "from the side"));
        Heard result = iperf.result(Duration.ofSeconds(40));
        assertThat(result.has("verdict", "ok")).as(result.text()).isTrue();
        bus.await(
                "what was typed is answered",
                typed,
                SOON,
                "vm/doge1/console/out",
                any -> printed(bus, typed).contains("typed-42"));
        assertThat(printed(bus, typed)).as("the machine's own lines").doesNotContain("iperf3", "ping");
        Heard last = toTwo.sampleAfter(result, "a reply of guest 2", SOON, Traffic::isReply);
        toThree.sampleAfter(last, "a reply of guest 3", SOON, Traffic::isReply);
        assertThat(toTwo.stop().json().path("received").asInt()).isPositive();
        assertThat(toThree.stop().json().path("received").asInt()).isPositive();
    }

    /** Presses return, and says who it is if the guest asks. Its shell ends a prompt with a question to the terminal. */
    private static void logIn(Bus bus) {
        int since = bus.now();
        bus.type("vm/doge1/console/in", "\n");
        awaitPrinted(bus, since, "login: |# ");
        if (printed(bus, since).endsWith("login: ")) {
            bus.type("vm/doge1/console/in", "root\n");
            awaitPrinted(bus, since, "# ");
        }
    }

    private static void awaitPrinted(Bus bus, int since, String pattern) {
        Predicate<String> there = Pattern.compile(pattern).asPredicate();
        bus.await(pattern, since, SOON, "vm/doge1/console/out", any -> there.test(printed(bus, since)));
    }

    private static String printed(Bus bus, int since) {
        return bus.heard(since, "vm/doge1/console/out").stream()
                .map(Heard::text)
                .collect(Collectors.joining());
    }
}
