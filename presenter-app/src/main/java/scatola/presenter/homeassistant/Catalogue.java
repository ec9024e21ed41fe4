package scatola.presenter.homeassistant;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scatola.bus.NetworkName;
import scatola.bus.NodeName;
import scatola.bus.PresenterName;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.VmName;
import scatola.bus.message.Phase;

/** Which devices there are, and what each of them has. Made of names alone, never of texts that were said. */
final class Catalogue {
    /** Whom commands name as their sender, where they are JSON. */
    static final String BY = "homeassistant";
    /** What the event entity tells. */
    static final List<String> EVENTS = List.of("lost", "recovered");

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    /** An address as {@code set/ip} takes it. Nothing at all is what a guest without one has. */
    static final String ADDRESS = "^(%1$s(\\.%1$s){3}(/(3[0-2]|[12]?[0-9]))?)?$".formatted(OCTET);

    private static final int PINGS = 5;
    private static final int PULLED_S = 10;

    private final Topics topics;
    private final Beside beside;
    private final String app;

    Catalogue(Topics topics, PresenterName app) {
        this.topics = topics;
        this.beside = new Beside(topics);
        this.app = topics.text(new Topic.Presenter(app));
    }

    /** @return all of them, the box first, then Pis, then guests, so that each comes after what it is reached through */
    Map<Subject, Device> devices(Inventory inventory) {
        Map<Subject, Device> devices = new LinkedHashMap<>();
        devices.put(new Subject.Box(), box());
        inventory.pis().forEach((node, pi) -> devices.put(new Subject.Pi(node), pi(node, pi)));
        inventory.guests().forEach((vm, guest) -> devices.put(new Subject.Guest(vm), guest(vm, guest)));
        return devices;
    }

    private Device guest(VmName vm, Inventory.Guest guest) {
        String state = topics.text(new Topic.VmState(vm));
        String figures = beside.guest(vm);
        Map<String, Component> components = new HashMap<>();
        components.put("power", switched("Power", "power", state, topics.text(new Topic.VmSetAttribute(vm, "state"))));
        for (NetworkName network : guest.networks()) {
            components.put(
                    "nic_" + network,
                    switched(
                            "Plugged into " + network,
                            "ethernet",
                            topics.text(new Topic.LinkState(vm, network)),
                            topics.text(new Topic.LinkSetAttribute(vm, network, "state"))));
        }
        components.put(
                "reboot",
                button("Reboot", "restart", new Topic.VmRequest(vm, "reboot"), null)
                        .with("device_class", "restart"));
        VmName next = guest.next();
        if (next != null) {
            components.put(
                    "ping",
                    button(
                            "Ping " + next,
                            "radar",
                            new Topic.VmRequest(vm, "ping"),
                            "\"to\":\"%s\",\"count\":%d".formatted(next, PINGS)));
        }
        if (!guest.networks().isEmpty()) {
            components.put(
                    "address",
                    Component.of(Platform.TEXT, "Address", "ip-network")
                            .with("state_topic", state)
                            .with("value_template", "{{ value_json.ip | default('') }}")
                            .with("command_topic", topics.text(new Topic.VmSetAttribute(vm, "ip")))
                            .with("pattern", ADDRESS)
                            .with("max", "255.255.255.255/32".length()));
        }
        components.put(
                "phase",
                sensor("Phase", "state-machine", state, "phase")
                        .with("device_class", "enum")
                        .with(
                                "options",
                                List.of(Phase.values()).stream()
                                        .map(Phase::toString)
                                        .toList()));
        components.put("node", sensor("Node", "raspberry-pi", state, "node").diagnostic());
        components.put("round_trip", milliseconds("Round trip", "timer-outline", figures, "round_trip_ms", 1));
        components.put("outage", milliseconds("Outage", "timer-alert-outline", figures, "outage_ms", 0));
        components.put(
                "boot_time",
                milliseconds("Boot time", "rocket-launch", state, "boot_ms", 0).diagnostic());
        components.put(
                "traffic",
                Component.of(Platform.EVENT, "Traffic", "lan-disconnect")
                        .with("state_topic", beside.event(vm))
                        .with("event_types", EVENTS));
        return new Device(
                vm.text(), "Guest", new Subject.Pi(guest.node()), List.of(app, availability(guest.node())), components);
    }

    private Device pi(NodeName node, Inventory.Pi pi) {
        String state = topics.text(new Topic.NodeState(node));
        Map<String, Component> components = new HashMap<>();
        components.put(
                "connected",
                Component.of(Platform.BINARY_SENSOR, "Connected", "lan-connect")
                        .with("state_topic", availability(node))
                        .with("value_template", value("state"))
                        .with("payload_on", "online")
                        .with("payload_off", "offline")
                        .with("device_class", "connectivity")
                        .diagnostic()
                        // a Pi that is away is what it tells
                        .countedOnWith(List.of(app)));
        if (pi.hasThermometer()) {
            components.put(
                    "temperature",
                    Component.of(Platform.SENSOR, "Temperature", "thermometer")
                            .with("state_topic", state)
                            .with("value_template", valueIfThere("temperature_c"))
                            .with("device_class", "temperature")
                            .with("state_class", "measurement")
                            .with("unit_of_measurement", "°C")
                            .diagnostic());
        }
        components.put(
                "memory",
                sensor("Memory available", "memory", state, "memory.available_mib")
                        .with("device_class", "data_size")
                        .with("state_class", "measurement")
                        .with("unit_of_measurement", "MiB")
                        .diagnostic());
        components.put(
                "guests",
                sensor("Guests", "server-network", state, "room.guests").with("state_class", "measurement"));
        components.put(
                "pull",
                button(
                        "Pull the cable for %d s".formatted(PULLED_S),
                        "ethernet-cable-off",
                        new Topic.UplinkSet(node),
                        "\"state\":\"OFF\",\"for_s\":%d".formatted(PULLED_S)));
        return new Device(node.text(), "Pi", new Subject.Box(), List.of(app, availability(node)), components);
    }

    private Device box() {
        return new Device(
                "Box " + topics.root(),
                "Box",
                null,
                List.of(app),
                Map.of(
                        "reset",
                                button("Delete all guests", "delete-sweep", new Topic.BoxRequest("reset"), null)
                                        // not among what is for everyday use, so that nobody presses it in passing
                                        .with("entity_category", "config"),
                        "record_start",
                                button("Start recording", "record-rec", new Topic.BoxRequest("record/start"), null),
                        "record_stop", button("Stop recording", "stop", new Topic.BoxRequest("record/stop"), null),
                        "next", button("Next step", "skip-next", new Topic.BoxRequest("show/next"), null),
                        "playing",
                                Component.of(Platform.SENSOR, "Playing", "theater")
                                        .with("state_topic", topics.text(new Topic.BoxState()))
                                        .with("value_template", "{{ value_json.show | default('nothing') }}"),
                        "recording",
                                Component.of(Platform.SENSOR, "Recording", "record-circle-outline")
                                        .with("state_topic", beside.box())
                                        .with("value_template", "{{ value_json.recording | default('nothing') }}"),
                        "replaying",
                                Component.of(Platform.BINARY_SENSOR, "Replaying", "movie-open-play")
                                        .with("state_topic", beside.box())
                                        .with("value_template", value("replaying"))
                                        .with("device_class", "running")));
    }

    private String availability(NodeName node) {
        return topics.text(new Topic.NodeAvailability(node));
    }

    private static Component switched(String name, String icon, String state, String command) {
        return Component.of(Platform.SWITCH, name, icon)
                .with("state_topic", state)
                .with("value_template", value("state"))
                .with("command_topic", command);
    }

    private static Component sensor(String name, String icon, String topic, String field) {
        return Component.of(Platform.SENSOR, name, icon)
                .with("state_topic", topic)
                .with("value_template", value(field));
    }

    private static Component milliseconds(String name, String icon, String topic, String field, int decimals) {
        return Component.of(Platform.SENSOR, name, icon)
                .with("state_topic", topic)
                .with("value_template", valueIfThere(field))
                .with("device_class", "duration")
                .with("state_class", "measurement")
                .with("unit_of_measurement", "ms")
                .with("suggested_display_precision", decimals);
    }

    /** @param fields of the request besides its sender, or null for none */
    private Component button(String name, String icon, Topic.Command command, @Nullable String fields) {
        return Component.of(Platform.BUTTON, name, icon)
                .with("command_topic", topics.text(command))
                .with("payload_press", "{%s\"by\":\"%s\"}".formatted(fields == null ? "" : fields + ",", BY));
    }

    private static String value(String field) {
        return "{{ value_json.%s }}".formatted(field);
    }

    /** Home Assistant calls a sensor unknown whose value is None. */
    private static String valueIfThere(String field) {
        return "{{ value_json.%s | default(none) }}".formatted(field);
    }
}
