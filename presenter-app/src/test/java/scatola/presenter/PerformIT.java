package scatola.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.VmName;
import scatola.bus.client.Incoming;
import scatola.bus.testing.Mosquitto;
import scatola.bus.testing.TestClient;
import scatola.presenter.perform.Choice;
import scatola.presenter.perform.PerformRequest;
import scatola.presenter.perform.Performer;
import scatola.presenter.show.Audience;
import scatola.presenter.show.Pace;
import scatola.presenter.show.Playbill;
import scatola.presenter.show.Repertoire;
import scatola.presenter.show.ShowFile;
import scatola.presenter.show.Theatre;
import scatola.presenter.timeline.Archives;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.SqliteArchive;

/** A story that somebody directs by hand is written down and performed again, over a real broker, on nodes that pretend. */
class PerformIT {
    private static final String CREATE =
            "{\"vm\":\"%s\",\"image\":\"doge\",\"nics\":[{\"network\":\"stage\",\"ip\":\"%s\"}],\"state\":\"ON\"}";
    private static final PerformRequest AT_ONCE = new PerformRequest(false, false, 0, false, "anna");

    /** What was said in the story; directed once for all tests, in a box that is no longer there. */
    private static List<Entry> told = List.of();

    @TempDir
    private Path folder;

    private final List<AutoCloseable> things = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable thing : things.reversed()) {
            thing.close();
        }
    }

    /** A box on a broker of its own. */
    private final class Box {
        private final Mosquitto broker = with(Mosquitto.start());
        private final FakeBox nodes;
        private final AppUnderTest app;
        private final TestClient person;

        Box(String... names) {
            nodes = with(new FakeBox(broker, names));
            app = with(new AppUnderTest(broker));
            person = with(TestClient.connect(broker, "scatola/#"));
            app.knows(names);
            Awaitility.await()
                    .until(() ->
                            app.app.world().get().nodes().values().stream().allMatch(node -> node.state() != null));
        }

        Performer performer() {
            return app.app.performer();
        }

        long begun(Recording recording, SqliteArchive archive, PerformRequest request) {
            Performer.Admission admission = performer().perform(archive, recording, request);
            if (admission instanceof Performer.Admission.Begun begun) {
                return begun.id();
            }
            throw new AssertionError(admission);
        }

        ObjectNode report(long id) {
            return performer().find(id).orElseThrow();
        }

        ObjectNode awaitState(long id, String... states) {
            Awaitility.await("state of " + report(id))
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            List.of(states).contains(report(id).path("state").asText()));
            return report(id);
        }

        ObjectNode passed(long id) {
            ObjectNode report = awaitState(id, "passed", "failed", "stopped", "diverged");
            assertThat(report.path("state").asText())
                    .as(report.toPrettyString())
                    .isEqualTo("passed");
            return report;
        }

        String verdict() {
            return TestClient.text(person.await(message -> message.topic().matches("scatola/test/[^/]+/result")));
        }

        void guests(String... names) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> app.app
                            .world()
                            .get()
                            .guests()
                            .keySet()
                            .equals(Arrays.stream(names).map(VmName::new).collect(Collectors.toSet())));
        }

        /** Two guests, a ping, a Pi unplugged, its address moved, everything put back. */
        void direct() {
            person.publish("scatola/node/pi1/request/vm/create", CREATE.formatted("doge1", "10.1.1.1/24"));
            person.publish("scatola/node/pi2/request/vm/create", CREATE.formatted("doge2", "10.1.1.2/24"));
            person.publish("scatola/node/pi3/request/vm/create", CREATE.formatted("doge3", "10.1.1.3/24"));
            guests("doge1", "doge2", "doge3");
            Incoming answer =
                    person.request("scatola/vm/doge1/request/ping", "{\"to\":\"10.1.1.2\",\"transaction\":\"p\"}");
            String test = TestClient.text(answer).replaceAll(".*\"test\":\"([^\"]*)\".*", "$1");
            samples(test, "ms", 3);
            person.publish("scatola/uplink/pi2/set", "{\"state\":\"OFF\",\"for_s\":40}");
            person.await("scatola/node/pi2/availability", "offline");
            samples(test, "timeout", 3);
            person.publish("scatola/vm/doge3/set", "{\"ip\":\"10.1.1.2/24\"}");
            samples(test, "ms", 6);
            person.publish("scatola/vm/doge3/set/ip", "10.1.1.3/24");
            samples(test, "timeout", 6);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> TestClient.text(person.received().stream()
                                    .filter(one -> one.topic().equals("scatola/node/pi2/availability"))
                                    .toList()
                                    .getLast())
                            .contains("online"));
            samples(test, "ms", 9);
            person.publish("scatola/vm/doge1/request/stop", "{\"test\":\"%s\"}".formatted(test));
            person.await("scatola/test/%s/result".formatted(test), "recovered");
        }

        private void samples(String test, String kind, int atLeast) {
            Awaitility.await("%d %s".formatted(atLeast, kind))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> person.texts("scatola/test/" + test).stream()
                                    .filter(text -> text.contains("\"%s\":".formatted(kind)))
                                    .count()
                            >= atLeast);
        }

        @Override
        public String toString() {
            return broker.host();
        }
    }

    @Test
    void aStoryIsPerformedAgainOnAnEmptyBoxWithTheSameVerdict() {
        SqliteArchive archive = with(Archives.in(folder));
        Recording story = story(archive);
        Box box = new Box("pi1", "pi2", "pi3");

        long id = box.begun(story, archive, AT_ONCE);

        ObjectNode report = box.passed(id);
        assertThat(box.verdict()).contains("\"verdict\":\"recovered\"");
        assertThat(report.path("steps"))
                .hasSize(8)
                .allSatisfy(step -> assertThat(step.path("state").asText()).isEqualTo("done"));
        assertThat(facts(report.path("steps").get(4)))
                .contains("node/pi2 standing offline")
                .anyMatch(fact -> fact.endsWith(" traffic timeouts"));
        assertThat(box.person.texts("scatola/box/state"))
                .anyMatch(state -> state.contains("\"show\":\"the story\"") && state.contains("\"step\":5,\"steps\":8"))
                .anyMatch(state -> state.contains("\"verdict\":\"passed\""));
        assertThat(commands(box.person)).allMatch(text -> text.contains("\"by\":\"anna\""));
    }

    @Test
    void whatAShowDidIsPerformedAgainWithTheSameVerdicts() {
        SqliteArchive archive = with(Archives.in(folder));
        Recording story;
        Box first = new Box("pi1", "pi2", "pi3");
        try (Taping taping = new Taping(first.broker)) {
            assertThat(play(first)).isInstanceOf(Theatre.Admission.Playing.class);
            first.person.await(
                    Duration.ofSeconds(60),
                    message -> message.topic().equals("scatola/box/state")
                            && TestClient.text(message).contains("\"verdict\":\"passed\""));
            story = Archives.imported(archive, "the show", taping.entriesWith("test/story-speed/result"));
        }
        Box box = new Box("pi1", "pi2", "pi3");

        box.passed(box.begun(story, archive, AT_ONCE));

        List.of("story-ping", "story-listen", "story-hello", "story-speed")
                .forEach(test -> assertThat(verdict(box, test)).as(test).isEqualTo(verdict(first, test)));
        assertThat(verdict(box, "story-ping")).isEqualTo("recovered");
    }

    @Test
    void withAResetItIsPerformedOnTheSameBoxAgain() {
        SqliteArchive archive = with(Archives.in(folder));
        Box box = new Box("pi1", "pi2", "pi3");
        Recording story = Archives.imported(archive, "the story", directed(box));
        assertThat(box.performer().perform(archive, story, AT_ONCE))
                .isInstanceOfSatisfying(
                        Performer.Admission.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("there is a guest doge1 on pi1 already: delete it, or ask for a reset"));

        long id = box.begun(story, archive, new PerformRequest(false, true, 16, false, null));

        assertThat(box.passed(id).path("log").toString()).contains("all guests are gone");
    }

    @Test
    void aDryRunSendsNothing() {
        SqliteArchive archive = with(Archives.in(folder));
        Recording story = story(archive);
        Box box = new Box("pi1", "pi2", "pi3");
        TestClient witness = with(TestClient.connect(
                box.broker, "scatola/+/+/request/#", "scatola/+/+/set/#", "scatola/link/+/+/set/#", "scatola/box/#"));
        witness.await("scatola/box/state");
        witness.forget();

        Performer.Admission admission =
                box.performer().perform(archive, story, new PerformRequest(true, true, 1, false, null));

        assertThat(admission).isInstanceOfSatisfying(Performer.Admission.Rehearsed.class, rehearsed -> {
            assertThat(rehearsed.report().path("plan")).hasSize(8);
            assertThat(rehearsed.report().path("findings")).isEmpty();
            assertThat(rehearsed.report().path("changes").get(0).asText())
                    .isEqualTo("pi1 makes doge1 of image doge on stage as 10.1.1.1/24 and boots it");
        });
        // the app's connection keeps its order: this comes after whatever a dry run would have sent
        box.performer().reset("anna");
        witness.await("scatola/box/state", "Reset");
        assertThat(witness.received()).allMatch(message -> message.topic().equals("scatola/box/state"));
        assertThat(box.performer().all()).hasSize(1);
    }

    @Test
    void aNodeThatIsMissingIsSaidBeforeAndDivergesIfForced() {
        SqliteArchive archive = with(Archives.in(folder));
        Recording story = story(archive);
        Box box = new Box("pi1", "pi2");

        assertThat(box.performer().perform(archive, story, AT_ONCE))
                .isInstanceOfSatisfying(Performer.Admission.Refused.class, refused -> {
                    assertThat(refused.reason()).contains("pi3 is not online: plug it in", "\"force\": true");
                    assertThat(refused.findings().toString()).contains("\"severity\":\"blocks\"");
                });
        long id = box.begun(story, archive, new PerformRequest(false, false, 0, true, null));
        ObjectNode report = box.awaitState(id, "diverged");

        assertThat(report.path("divergence").path("text").asText())
                .startsWith("step 3, pi3 makes doge3")
                .contains("answered error, not ok: no node pi3: online are pi1, pi2");
        JsonNode phase = report.path("steps").get(2).path("facts").get(0);
        assertThat(phase.path("expected").asText()).isNotEmpty();
        assertThat(phase.has("actual")).isEqualTo(phase.path("seen").asBoolean());
        assertThat(box.performer().decide(id, Choice.SKIP, "anna")).isNull();
        // guest 3's address can't move either, which is step 6
        ObjectNode next = box.awaitState(id, "diverged");
        while (next.path("step").asInt() < 6) {
            next = box.awaitState(id, "diverged");
        }
        assertThat(next.path("divergence").path("text").asText()).contains("no guest doge3");
        assertThat(next.path("steps").get(2).path("state").asText()).isEqualTo("skipped");
        assertThat(box.performer().decide(id, Choice.STOP, "anna")).isNull();
        assertThat(box.awaitState(id, "stopped").path("log").toString()).contains("stopped by anna");
        Awaitility.await().until(() -> !box.nodes.node("pi1").stopped().isEmpty());
    }

    @Test
    void whatOthersAskForIsDoneAndNoted() {
        SqliteArchive archive = with(Archives.in(folder));
        Recording story = story(archive);
        Box box = new Box("pi1", "pi2", "pi3");
        long id = box.begun(story, archive, AT_ONCE);
        box.guests("doge1", "doge2", "doge3");

        Incoming answer = box.person.request("scatola/vm/doge1/set", "{\"ip\":\"10.1.1.7/24\",\"by\":\"web-2\"}");

        assertThat(TestClient.text(answer)).contains("\"ok\"");
        assertThat(box.passed(id).path("log").toString()).contains("by web-2: doge1 gets 10.1.1.7/24");
    }

    @Test
    void eitherAShowOrAPerformanceIsOn() {
        SqliteArchive archive = with(Archives.in(folder));
        Recording story = story(archive);
        Box box = new Box("pi1", "pi2", "pi3");
        long id = box.begun(story, archive, new PerformRequest(false, false, 0.25, false, null));

        assertThat(box.performer().perform(archive, story, AT_ONCE))
                .isInstanceOfSatisfying(
                        Performer.Admission.Refused.class,
                        refused -> assertThat(refused.reason()).contains("'the story' is being performed"));
        assertThat(play(box))
                .isInstanceOfSatisfying(
                        Theatre.Admission.Refused.class,
                        refused -> assertThat(refused.reason()).contains("'the story' is being performed"));
        assertThat(TestClient.text(box.person.request("scatola/box/request/show/stop", "{\"by\":\"web-2\"}")))
                .contains("\"ok\"");
        assertThat(box.awaitState(id, "stopped").path("log").toString()).contains("stopped by web-2");
        Awaitility.await().until(() -> play(box) instanceof Theatre.Admission.Playing);
        assertThat(box.performer().perform(archive, story, new PerformRequest(false, true, 0, true, null)))
                .isInstanceOfSatisfying(
                        Performer.Admission.Refused.class,
                        refused -> assertThat(refused.reason()).contains("is being played"));
    }

    @Test
    void withoutItsBrokerItStandsAndCanGoOnAfterwards() {
        SqliteArchive archive = with(Archives.in(folder));
        Recording story = story(archive);
        Box box = new Box("pi1", "pi2", "pi3");
        long id = box.begun(story, archive, AT_ONCE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> box.report(id).path("step").asInt() >= 5);

        box.broker.restart();

        assertThat(box.awaitState(id, "diverged")
                        .path("divergence")
                        .path("text")
                        .asText())
                .contains("the broker is gone");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(box.app.app::isConnected);
        box.guests("doge1", "doge2", "doge3");
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> {
            if (box.report(id).path("state").asText().equals("diverged")) {
                box.performer().decide(id, Choice.SKIP, null);
            }
            return box.report(id).has("ended");
        });
        assertThat(box.report(id).path("state").asText()).isEqualTo("failed");
    }

    @Test
    void aResetIsAskedForOnTheBus() {
        Box box = new Box("pi1", "pi2");
        box.nodes.node("pi1").hold("doge1", "10.1.1.1/24");
        box.nodes.node("pi2").hold("doge2", "10.1.1.2/24");
        box.guests("doge1", "doge2");

        Incoming answer = box.person.request("scatola/box/request/reset", "{\"transaction\":\"r\",\"by\":\"web-2\"}");

        assertThat(TestClient.text(answer)).contains("\"ok\"", "\"performance\":1");
        box.guests();
        box.person.await("scatola/box/state", "\"last\":{\"show\":\"Reset\",\"verdict\":\"passed\"}");
    }

    @Test
    void whoClosesTheAppEndsIt() {
        SqliteArchive archive = with(Archives.in(folder));
        Recording story = story(archive);
        Box box = new Box("pi1", "pi2", "pi3");
        box.begun(story, archive, new PerformRequest(false, false, 0.25, false, null));

        box.app.close();

        box.person.await("scatola/box/state", "\"verdict\":\"stopped\"");
    }

    private Recording story(SqliteArchive archive) {
        if (told.isEmpty()) {
            told = directed(new Box("pi1", "pi2", "pi3"));
        }
        return Archives.imported(archive, "the story", told);
    }

    private static List<Entry> directed(Box box) {
        try (Taping taping = new Taping(box.broker)) {
            box.direct();
            return taping.entriesWith("vm/doge1/response/stop");
        }
    }

    private static Theatre.Admission play(Box box) {
        if (box.app.app.repertoire().find("story") instanceof Repertoire.Found.There there
                && there.file() instanceof ShowFile.Playable good) {
            return box.app.app.theatre().play(new Playbill(good.show(), "story", Pace.REHEARSED), Audience.NOBODY);
        }
        throw new AssertionError("the story can't be read");
    }

    private static String verdict(Box box, String test) {
        return TestClient.text(box.person.await("scatola/test/%s/result".formatted(test)))
                .replaceAll(".*\"verdict\":\"([a-z]*)\".*", "$1");
    }

    private static List<String> facts(JsonNode step) {
        List<String> facts = new ArrayList<>();
        step.path("facts")
                .forEach(fact -> facts.add("%s %s %s"
                        .formatted(
                                fact.path("about").asText(),
                                fact.path("property").asText(),
                                fact.path("expected").asText())));
        return facts;
    }

    private static List<String> commands(TestClient person) {
        return person.received().stream()
                .filter(message -> message.topic().contains("/request/")
                        || message.topic().endsWith("/set") && !message.topic().contains("/response/"))
                .map(TestClient::text)
                .toList();
    }

    private <T extends AutoCloseable> T with(T thing) {
        things.add(thing);
        return thing;
    }
}
