package scatola.presenter.homeassistant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import scatola.bus.Decoded;
import scatola.bus.PresenterName;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.VmName;
import scatola.bus.message.Codec;
import scatola.bus.message.Phase;
import scatola.presenter.box.Heard;
import scatola.presenter.box.Told;
import scatola.presenter.box.World;

class CatalogueTest {
    private static final Topics TOPICS = new Topics("scatola");

    @Test
    void aBoxOfThreePisAndSixGuestsIsWhatHomeAssistantTakes() {
        Map<String, String> messages = messages(box(3, 6));

        assertThat(messages).hasSize(10);
        assertThat(DiscoveryRules.broken(messages)).isEmpty();
    }

    @Test
    void theRulesFindMistakes() {
        Map<String, String> good = messages(box(1, 1));
        String topic = "homeassistant/device/scatola_vm_doge1/config";
        String guest = at(good, topic);
        for (Map.Entry<String, String> mistake : Map.ofEntries(
                        Map.entry("\"state_class\":\"measurement\"", "\"state_class\":\"average\""),
                        Map.entry("\"unit_of_measurement\":\"ms\"", "\"unit_of_measurement\":\"MiB\""),
                        Map.entry("\"device_class\":\"restart\"", "\"device_class\":\"reboot\""),
                        Map.entry("\"command_topic\"", "\"command\""),
                        Map.entry("\"platform\":\"event\"", "\"platform\":\"events\""),
                        Map.entry("\"entity_category\":\"diagnostic\"", "\"entity_category\":\"config\""),
                        Map.entry("\"options\":[", "\"optionen\":["),
                        Map.entry("_power\"", "_phase\""),
                        Map.entry("\"origin\"", "\"origins\""),
                        Map.entry("\"availability_mode\":\"all\"", "\"availability_mode\":\"both\""),
                        Map.entry("\"topic\":\"scatola/presenter/laptop\"", "\"topic\":\"scatola/presenter/+\""),
                        Map.entry("{{ value_json.phase }}", "{{ value_json.phase"))
                .entrySet()) {
            String wrong = guest.replace(mistake.getKey(), mistake.getValue());
            assertThat(wrong).isNotEqualTo(guest);
            assertThat(DiscoveryRules.broken(Map.of(topic, wrong)))
                    .as(mistake.getValue())
                    .isNotEmpty();
        }
    }

    @Test
    void everyTemplateMakesSomethingOfWhatIsSaidThere() {
        World world = box(1, 1);
        Map<String, String> said = new TreeMap<>();
        world.kept()
                .said()
                .forEach(one ->
                        said.put(TOPICS.text(one.topic()), one.message().json().toString()));
        said.put("scatola/box/state", "{\"session\":1,\"seq\":1,\"ts\":\"2026-05-01T18:30:00Z\"}");
        said.put("scatola-homeassistant/box", "{\"replaying\":\"OFF\"}");
        said.put("scatola-homeassistant/vm/doge1", "{\"test\":\"p1\",\"round_trip_ms\":1.9}");
        said.put("scatola/presenter/laptop", "{\"state\":\"online\"}");
        Map<String, String> rendered = new TreeMap<>();
        messages(world).forEach((topic, message) -> {
            JsonNode device = DiscoveryRules.json(message);
            for (JsonNode availability : device.path("availability")) {
                assertThat(DiscoveryRules.render(
                                availability.path("value_template").asText(),
                                at(said, availability.path("topic").asText())))
                        .isEqualTo("online");
            }
            device.path("components").properties().forEach(one -> {
                JsonNode component = one.getValue();
                if (component.has("value_template")) {
                    rendered.put(
                            component.path("unique_id").asText().replaceFirst("scatola_", ""),
                            DiscoveryRules.render(
                                    component.path("value_template").asText(),
                                    at(said, component.path("state_topic").asText())));
                }
            });
        });

        assertThat(rendered)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("box_playing", "nothing"),
                        Map.entry("box_recording", "nothing"),
                        Map.entry("box_replaying", "OFF"),
                        Map.entry("node_pi1_connected", "online"),
                        Map.entry("node_pi1_guests", "1"),
                        Map.entry("node_pi1_memory", "3000"),
                        Map.entry("node_pi1_temperature", "48.2"),
                        Map.entry("vm_doge1_address", "10.1.1.1/24"),
                        Map.entry("vm_doge1_boot_time", "840"),
                        Map.entry("vm_doge1_nic_stage", "ON"),
                        Map.entry("vm_doge1_node", "pi1"),
                        Map.entry("vm_doge1_outage", "None"),
                        Map.entry("vm_doge1_phase", "running"),
                        Map.entry("vm_doge1_power", "ON"),
                        Map.entry("vm_doge1_round_trip", "1.9")));
    }

    @Test
    void templatesAreRenderedLikeJinjaDoes() {
        assertThat(DiscoveryRules.render("{{ value_json.ip | default('') }}", "{}"))
                .isEmpty();
        assertThat(DiscoveryRules.render("{{ value_json.boot_ms | default(none) }}", "{}"))
                .isEqualTo("None");
        assertThatIllegalArgumentException().isThrownBy(() -> DiscoveryRules.render("{{ value_json.ip }}", "{}"));
    }

    @Test
    void everyCommandIsOneOfTheContractAndSaysWhoAsks() {
        messages(box(3, 6)).values().stream()
                .flatMap(message -> DiscoveryRules.json(message).path("components").properties().stream())
                .map(Map.Entry::getValue)
                .filter(component -> component.has("command_topic"))
                .forEach(component -> {
                    String payload = switch (component.path("platform").asText()) {
                        case "button" -> component.path("payload_press").asText();
                        case "text" -> "10.1.1.2/24";
                        default -> "ON";
                    };
                    Topic topic = topic(component.path("command_topic").asText());
                    assertThat(topic).isInstanceOf(Topic.Command.class);
                    assertThat(Codec.decode(topic, payload.getBytes(UTF_8))).isInstanceOf(Decoded.Value.class);
                    if (payload.startsWith("{")) {
                        assertThat(DiscoveryRules.json(payload).path("by").asText())
                                .isEqualTo("homeassistant");
                    }
                });
    }

    @Test
    void aGuestPingsTheNextOneThatHasAnAddressAndEndsByItself() {
        World world = Told.worldOf(
                Told.guest("anna", "pi1", 1, 1, Phase.RUNNING, "10.1.1.1/24"),
                Told.guest("bert", "pi1", 1, 2, Phase.RUNNING, null),
                Told.guest("marta", "pi1", 1, 3, Phase.RUNNING, "10.1.1.3/24"));

        Map<VmName, Inventory.Guest> guests = Inventory.of(world).guests();

        assertThat(at(guests, new VmName("anna")).next()).isEqualTo(new VmName("marta"));
        assertThat(at(guests, new VmName("bert")).next()).isEqualTo(new VmName("marta"));
        assertThat(at(guests, new VmName("marta")).next()).isEqualTo(new VmName("anna"));
        assertThat(component(world, "vm_anna", "ping").path("payload_press").asText())
                .isEqualTo("{\"to\":\"marta\",\"count\":5,\"by\":\"homeassistant\"}");
        assertThat(component(box(1, 1), "vm_doge1", "ping").isMissingNode()).isTrue();
    }

    @Test
    void aPiThatIsAwayStillSaysThatItIs() {
        assertThat(component(box(1, 0), "node_pi1", "connected").path("availability"))
                .extracting(one -> one.path("topic").asText())
                .containsExactly("scatola/presenter/laptop");
        assertThat(component(box(1, 0), "node_pi1", "memory").has("availability"))
                .isFalse();
        assertThat(DiscoveryRules.json(at(messages(box(1, 0)), "homeassistant/device/scatola_node_pi1/config"))
                        .path("availability"))
                .extracting(one -> one.path("topic").asText())
                .containsExactly("scatola/presenter/laptop", "scatola/node/pi1/availability");
    }

    @Test
    void aPiWithoutAThermometerHasNone() {
        World world = Told.worldOf(Told.online("pi1", 1, 1, Told.T0));

        assertThat(component(world, "node_pi1", "temperature").isMissingNode()).isTrue();
        assertThat(component(world, "node_pi1", "memory").isMissingNode()).isFalse();
    }

    @Test
    void anAddressIsWhatAGuestTakes() {
        for (String good : new String[] {"", "10.1.1.2/24", "10.1.1.2", "255.255.255.255/32", "192.168.0.1/8"}) {
            assertThat(good).matches(Catalogue.ADDRESS);
        }
        for (String bad :
                new String[] {"10.1.1", "10.1.1.256", "10.1.1.2/33", "10.1.1.2/", "a", "10.1.1.2/24 ", "010.1.1.1"}) {
            assertThat(bad).doesNotMatch(Catalogue.ADDRESS);
        }
    }

    @Test
    void twoBoxesHaveNothingInCommon() {
        Map<String, String> one = messages(box(1, 1));
        Map<String, String> both = new TreeMap<>(one);
        both.putAll(messages(box(1, 1), new Topics("other/box")));

        assertThat(both).hasSize(2 * one.size());
        assertThat(DiscoveryRules.broken(both)).isEmpty();
    }

    private static JsonNode component(World world, String device, String component) {
        return DiscoveryRules.json(at(messages(world), "homeassistant/device/scatola_%s/config".formatted(device)))
                .path("components")
                .path(component);
    }

    private static Map<String, String> messages(World world) {
        return messages(world, TOPICS);
    }

    private static Map<String, String> messages(World world, Topics topics) {
        Ids ids = new Ids(topics.root());
        Form form = new Form(ids, "0.1.0");
        Map<String, String> messages = new TreeMap<>();
        new Catalogue(topics, new PresenterName("laptop"))
                .devices(Inventory.of(world))
                .forEach((subject, device) -> messages.put(
                        "homeassistant/device/%s/config".formatted(ids.of(subject)),
                        new String(form.write(new Saying.Is(subject, device, Map.of())), UTF_8)));
        return messages;
    }

    private static World box(int pis, int guests) {
        World world = World.empty();
        for (int i = 1; i <= pis; i++) {
            for (Heard heard :
                    new Heard[] {Told.online("pi" + i, 1, 1, Told.T0), Told.nodeState("pi" + i, 1, 2, Told.T0)}) {
                world = world.with(heard);
            }
        }
        for (int i = 1; i <= guests; i++) {
            String pi = "pi" + ((i - 1) % pis + 1);
            world = world.with(Told.guest("doge" + i, pi, 1, 2L * i + 1, Phase.RUNNING, "10.1.1.%d/24".formatted(i)))
                    .with(Told.link("doge" + i, "stage", pi, 1, 2L * i + 2));
        }
        return world;
    }

    private static <K, V> V at(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), key::toString);
    }

    private static Topic topic(String text) {
        return TOPICS.parse(text) instanceof Decoded.Value<Topic> good ? good.value() : new Topic.BoxInfo();
    }
}
