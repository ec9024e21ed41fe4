package scatola.presenter.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.presenter.box.Told.T0;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.presenter.box.Chatter;
import scatola.presenter.box.Heard;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Note;
import scatola.presenter.timeline.NoteKind;
import scatola.presenter.timeline.Sign;

class LiveTest {
    private volatile Instant now = T0;
    private final Live live = new Live(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    });
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        live.close();
    }

    @Test
    void whoJoinsIsToldHowManyAreHereAndAgainWhenThatChanges() {
        live.audience(1, 0);
        join("me");
        arrives(2);
        assertThat(told.getLast()).isEqualTo("{\"type\":\"audience\",\"presenters\":1,\"onlookers\":0}");

        for (int onlookers = 0; onlookers <= 31; onlookers++) {
            live.audience(2, onlookers);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> told.getLast().equals("{\"type\":\"audience\",\"presenters\":2,\"onlookers\":31}"));

        // once a second, not 32 times
        assertThat(told).hasSizeLessThan(12);
    }

    @Test
    void aClientGetsThePictureAndThenEachChange() {
        World one = Told.worldOf(Told.online("pi1", 1, 1, T0));
        Heard second = Told.nodeState("pi1", 1, 2, T0);
        live.turned(T0, true, World.empty());
        hear(World.empty(), one, new Topic.NodeAvailability(new NodeName("pi1")));
        join("me");
        arrives(1);

        hear(one, one.with(second), second.topic());
        hear(one.with(second), one.with(second), second.topic());
        live.heard(
                T0,
                new Topic.VmSetAttribute(new VmName("doge1"), "state"),
                "ON".getBytes(StandardCharsets.UTF_8),
                one,
                one);
        arrives(3);

        JsonNode picture = Onlooker.read(told.getFirst());
        assertThat(picture.at("/type").asText()).isEqualTo("picture");
        assertThat(picture.at("/box/connected").asBoolean()).isTrue();
        assertThat(picture.at("/box/nodes/pi1/standing").asText()).isEqualTo("online");
        assertThat(picture.has("skipped")).isFalse();
        assertThat(Onlooker.read(told.get(1))
                        .at("/set/nodes/pi1/state/temperature_c")
                        .asDouble())
                .isEqualTo(48.2);
        assertThat(told.get(2))
                .isEqualTo(
                        "{\"type\":\"event\",\"at\":\"2026-05-01T18:00:00Z\",\"topic\":\"vm/doge1/set/state\",\"payload\":\"ON\"}");
    }

    @Test
    void theLossOfTheBrokerIsSeenAndItsReturn() {
        World world = Told.worldOf(Told.online("pi1", 1, 1, T0));
        live.turned(T0, true, world);
        join("me");
        arrives(1);

        live.turned(T0, false, world.afterOutage());
        live.turned(T0, true, world.afterOutage());
        arrives(3);

        assertThat(Onlooker.read(told.get(1)).at("/set/connected")).hasToString("false");
        assertThat(Onlooker.read(told.get(1)).at("/gone/nodes")).hasToString("[\"pi1\"]");
        assertThat(Onlooker.read(told.get(2)).at("/set/connected")).hasToString("true");
    }

    @Test
    void aSilentNodeIsLostByTimeAlone() {
        World world = Told.worldOf(Told.online("pi1", 1, 1, T0));
        live.turned(T0, true, world);
        join("me");
        arrives(1);

        now = T0.plus(Duration.ofSeconds(16));
        arrives(2);

        assertThat(Onlooker.read(told.get(1)).at("/set/nodes/pi1/standing").asText())
                .isEqualTo("lost");
    }

    @Test
    void chaptersAreTold() {
        join("me");
        live.noted(new Note(T0, NoteKind.MARK, null, null, "anna", "The cable is pulled", true, null));
        arrives(3);

        assertThat(told.subList(1, 3))
                .containsExactly(
                        "{\"type\":\"note\",\"at\":\"2026-05-01T18:00:00Z\",\"kind\":\"mark\",\"by\":\"anna\","
                                + "\"text\":\"The cable is pulled\",\"chapter\":true}",
                        "{\"type\":\"chapter\",\"at\":\"2026-05-01T18:00:00Z\",\"title\":\"The cable is pulled\"}");
    }

    @Test
    void whatCanBeDrawnIsToldAndNothingElse() {
        join("me");
        live.noted(new Note(T0, NoteKind.COMMAND, null, "pi1", "anna", "pull pi1's cable for 20 s", false, null));
        live.noted(new Note(T0, NoteKind.NODE, null, "pi1", null, "pi1's cable is pulled", false, Sign.PULLED));
        arrives(2);

        assertThat(told.get(1))
                .isEqualTo("{\"type\":\"note\",\"at\":\"2026-05-01T18:00:00Z\",\"kind\":\"node\",\"node\":\"pi1\","
                        + "\"text\":\"pi1's cable is pulled\",\"chapter\":false,\"sign\":\"pulled\"}");
    }

    @Test
    void whoHasGoneIsToldNothing() {
        join("me");
        join("you");
        arrives(2);
        live.leave("me");
        live.leave("you");
        live.turned(T0, true, World.empty());
        join("me");
        arrives(3);

        assertThat(told.get(2)).contains("\"picture\"");
    }

    @Test
    void moreThanCanBeToldIsSkippedAndEverybodyIsRightAgain() throws Exception {
        long seed = new Random().nextLong();
        CountDownLatch stuck = new CountDownLatch(1);
        // holds the thread of it all
        live.join("slow", text -> {
            await(stuck);
            return CompletableFuture.completedFuture(null);
        });
        join("me");
        Chatter chatter = new Chatter(seed, 20);
        World world = World.empty();
        live.turned(T0, true, world);
        for (int i = 0; i < 3 * Live.MOST; i++) {
            Heard heard = chatter.next();
            World next = world.with(heard);
            hear(world, next, heard.topic());
            world = next;
        }
        World last = world;
        now = chatter.now();
        stuck.countDown();

        JsonNode expected = Onlooker.read(Picture.of(last, true, now).json().toString());
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(seen()).as("seed %d", seed).isEqualTo(expected));
        assertThat(told).as("seed %d", seed).anyMatch(text -> text.contains("\"skipped\":"));
    }

    private JsonNode seen() {
        Onlooker client = new Onlooker();
        told.forEach(client::told);
        return client.box();
    }

    private void hear(World before, World after, Topic topic) {
        live.heard(now, topic, new byte[0], before, after);
    }

    private void join(String id) {
        live.join(id, text -> {
            told.add(text);
            return CompletableFuture.completedFuture(null);
        });
    }

    private void arrives(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> told.size() >= count);
        assertThat(told).hasSize(count);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
