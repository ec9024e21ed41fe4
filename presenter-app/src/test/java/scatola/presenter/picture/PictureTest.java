package scatola.presenter.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.presenter.box.Told.T0;
import static scatola.presenter.box.Told.alert;
import static scatola.presenter.box.Told.at;
import static scatola.presenter.box.Told.cleared;
import static scatola.presenter.box.Told.guest;
import static scatola.presenter.box.Told.link;
import static scatola.presenter.box.Told.nodeState;
import static scatola.presenter.box.Told.online;
import static scatola.presenter.box.Told.pingReply;
import static scatola.presenter.box.Told.worldOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.Phase;
import scatola.bus.testing.Conforms;
import scatola.presenter.box.Chatter;
import scatola.presenter.box.Heard;
import scatola.presenter.box.World;

class PictureTest {
    @Test
    void anEmptyWorldHasAllSections() {
        assertThat(Picture.of(World.empty(), false, T0).json())
                .hasToString("{\"connected\":false,\"nodes\":{},\"uplinks\":{},\"guests\":{},\"links\":{},\"tests\":{},"
                        + "\"presenters\":{},\"alerts\":{},\"box\":null,\"info\":null,\"unreadable\":0}");
    }

    @Test
    void whatIsSaidStandsUnderItsName() {
        World world = worldOf(
                online("pi1", 1, 1, T0),
                nodeState("pi1", 1, 2, at(1)),
                guest("doge1", "pi1", 1, 3, Phase.RUNNING, "10.1.1.1/24"),
                link("doge1", "stage", "pi1", 1, 4),
                alert("pi1", "heat", 1, 5, "it is hot"),
                pingReply("p1", "doge1", "10.1.1.2", 7, at(2)));

        JsonNode box = Picture.of(world, true, at(3)).json();

        assertThat(box.at("/connected").asBoolean()).isTrue();
        assertThat(box.at("/nodes/pi1/standing").asText()).isEqualTo("online");
        assertThat(box.at("/nodes/pi1/last_heard").asText()).isEqualTo("2026-05-01T18:00:01Z");
        assertThat(box.at("/nodes/pi1/state/temperature_c").asDouble()).isEqualTo(48.2);
        assertThat(box.at("/guests/doge1/phase").asText()).isEqualTo("running");
        assertThat(box.at("/links/doge1~1stage/ip").asText()).isEqualTo("10.1.1.1/24");
        assertThat(box.at("/alerts/pi1~1heat/text").asText()).isEqualTo("it is hot");
        assertThat(box.at("/tests/p1/sample/seq").asLong()).isEqualTo(7);
        assertThat(box.at("/tests/p1/result").isMissingNode()).isTrue();
    }

    @Test
    void aChangeNamesWhatDiffersAndNothingElse() {
        World before = worldOf(
                online("pi1", 1, 1, T0),
                guest("doge1", "pi1", 1, 3, Phase.STARTING, null),
                guest("doge2", "pi1", 1, 4, Phase.OFF, null));
        World after = before.with(guest("doge1", "pi1", 1, 5, Phase.RUNNING, null))
                .with(cleared(new Topic.VmState(new VmName("doge2"))));

        JsonNode change =
                Picture.of(after, true, T0).since(Picture.of(before, true, T0)).json();

        assertThat(change.at("/set/guests/doge1/phase").asText()).isEqualTo("running");
        assertThat(change.at("/set").size()).isEqualTo(1);
        assertThat(change.at("/set/guests").size()).isEqualTo(1);
        assertThat(change.at("/gone")).hasToString("{\"guests\":[\"doge2\"]}");
    }

    @Test
    @Conforms("readers-miss-three")
    void aNodeThatIsSilentIsLostByTimeAlone() {
        Picture picture = Picture.of(worldOf(online("pi1", 1, 1, T0)), true, T0);

        assertThat(picture.at(at(15)).change().isEmpty()).isTrue();
        Picture.Next lost = picture.at(at(15.1));

        assertThat(lost.change().json().at("/set/nodes/pi1/standing").asText()).isEqualTo("lost");
        assertThat(lost.picture().at(at(16)).change().isEmpty()).isTrue();
    }

    @Test
    void theLossOfTheBrokerTakesEverythingWithIt() {
        World world = worldOf(online("pi1", 1, 1, T0));

        JsonNode change = Picture.of(world.afterOutage(), false, T0)
                .since(Picture.of(world, true, T0))
                .json();

        assertThat(change).hasToString("{\"set\":{\"connected\":false},\"gone\":{\"nodes\":[\"pi1\"]}}");
    }

    @Test
    void mergingChangesGivesTheLaterPictureForthAndBack() {
        long seed = new Random().nextLong();
        Chatter chatter = new Chatter(seed, 20);
        List<Picture> pictures = new ArrayList<>();
        World world = World.empty();
        for (int i = 0; i < 300; i++) {
            Heard heard = chatter.next();
            world = i % 97 == 96 ? world.afterOutage() : i % 31 == 30 ? world.withUnreadable() : world.with(heard);
            pictures.add(Picture.of(world, i % 97 != 96, chatter.now()));
        }
        Random random = new Random(seed);
        Onlooker client = new Onlooker();
        Picture seen = pictures.getFirst();
        client.see(copy(seen.json()));
        for (int i = 0; i < 500; i++) {
            Picture next = pictures.get(random.nextInt(pictures.size()));
            client.merge(copy(next.since(seen).json()));
            seen = next;

            assertThat(client.box()).as("seed %d, step %d", seed, i).isEqualTo(copy(seen.json()));
        }
    }

    @Test
    void livingFromMessageToMessageGivesTheSamePicturesAsLookingAnew() {
        long seed = new Random().nextLong();
        // more tests than a world remembers
        Chatter chatter = new Chatter(seed, 400);
        World world = World.empty();
        Picture picture = Picture.of(world, true, T0);
        Onlooker client = new Onlooker();
        client.see(copy(picture.json()));
        for (int i = 0; i < 3000; i++) {
            Heard heard = chatter.next();
            world = i % 31 == 30 ? world.withUnreadable() : world.with(heard);
            Picture.Next next = picture.after(world, heard.topic(), heard.at());
            client.merge(copy(next.change().json()));
            Picture.Next later = next.picture().at(heard.at());
            client.merge(copy(later.change().json()));
            picture = later.picture();

            if (i % 50 == 0 || i > 2990) {
                JsonNode anew = copy(Picture.of(world, true, heard.at()).json());
                assertThat(copy(picture.json())).as("seed %d, step %d", seed, i).isEqualTo(anew);
                assertThat(client.box()).as("seed %d, step %d", seed, i).isEqualTo(anew);
            }
        }
        assertThat(world.tests()).as("seed %d", seed).hasSizeGreaterThan(100);
    }

    @Test
    void whatChangesNothingIsNoChange() {
        World world = worldOf(online("pi1", 1, 1, T0));
        Picture picture = Picture.of(world, true, T0);
        Instant later = T0.plus(Duration.ofSeconds(1));

        Picture.Next next = picture.after(world, new Topic.NodeEvent(new NodeName("pi1")), later);

        assertThat(next.change().isEmpty()).isTrue();
        assertThat(picture.since(picture).isEmpty()).isTrue();
    }

    /** As it is after it went over a wire. */
    private static JsonNode copy(JsonNode json) {
        return Onlooker.read(json.toString());
    }
}
