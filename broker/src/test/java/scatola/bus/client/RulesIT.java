package scatola.bus.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.testing.SecuredMosquitto;
import scatola.bus.testing.Security;
import scatola.bus.testing.TestClient;

/** The table in docs/security.md is what a real broker does with the rules that {@code ./scatola secure} makes. */
class RulesIT {
    /** By column. */
    private static final Map<String, String> USERS = new LinkedHashMap<>();

    static {
        USERS.put("node", "node-pi1");
        USERS.put("presenter app", "presenter-laptop");
        USERS.put("presenter", "presenter");
        USERS.put("onlooker", "onlooker");
        USERS.put("automation", "automation");
    }

    /** Everybody hears it: what was said before has arrived when it does. */
    private static final String END = "scatola/node/end/availability";

    /**
     * A line of the table.
     *
     * @param topic as it stands there
     * @param cells what stands there, by column
     */
    private record Line(String topic, Map<String, String> cells) {
        String topicFor(String column, boolean own) {
            String named = topic.replace("NODE", own ? "pi1" : "pi2")
                    .replace("VM", "doge1")
                    .replace("NET", "stage")
                    .replace("OP", "ping")
                    .replace("ATTRIBUTE", "state")
                    .replace("ID", "some")
                    .replaceFirst("P$", "laptop")
                    .replace(
                            "CLIENT",
                            !own ? "another" : column.equals("node") ? "scatola-node-pi1" : USERS.get(column));
            return named.matches("(scatola-|homeassistant|elsewhere).*") ? named : "scatola/" + named;
        }
    }

    @Test
    void everyRoleSaysAndHearsWhatTheTableSaysAndNothingElse(@TempDir Path folder) throws IOException {
        Security security = Security.make(folder.resolve("security"));
        BusCredentials witness = witness(security);
        List<Line> table = table();
        Map<String, TestClient> roles = new LinkedHashMap<>();
        try (SecuredMosquitto broker = SecuredMosquitto.start(security);
                TestClient all = connect(broker, "witness", witness)) {
            try {
                USERS.forEach((column, user) -> roles.put(column, connect(broker, user, security.as(user))));

                Set<String> taken = new HashSet<>();
                for (Line line : table) {
                    roles.forEach((column, client) -> Stream.of(true, false).forEach(own -> {
                        String topic = line.topicFor(column, own);
                        if (isTaken(client.send(message(topic, column)))) {
                            taken.add(column + " " + topic);
                        }
                    }));
                }
                all.publish(END, "end");
                all.await(END);
                Set<String> delivered = all.received().stream()
                        .filter(message -> !message.topic().equals(END))
                        .map(message -> TestClient.text(message) + " " + message.topic())
                        .collect(Collectors.toSet());
                assertThat(delivered).as("what the broker says it took").isEqualTo(taken);

                roles.values().forEach(TestClient::forget);
                for (Line line : table) {
                    roles.keySet()
                            .forEach(column -> Stream.of(true, false)
                                    .forEach(own -> all.publish(message(line.topicFor(column, own), "witness"))));
                }
                all.publish(END, "over");
                assertThat(table.stream().map(line -> truth(line, roles, taken)).toList())
                        .isEqualTo(table);
            } finally {
                roles.values().forEach(TestClient::close);
            }
        }
    }

    @Test
    void everyKindOfTopicHasALine() throws IOException {
        Topics topics = new Topics("scatola");
        Set<Class<?>> kinds = new HashSet<>();
        for (Line line : table()) {
            if (topics.parse(line.topicFor("node", true)) instanceof Decoded.Value<Topic> known) {
                kinds.add(known.value().getClass());
            }
        }

        assertThat(kinds).containsExactlyInAnyOrderElementsOf(leaves(Topic.class));
    }

    /** The line as it should be, going by what happened. */
    private static Line truth(Line line, Map<String, TestClient> roles, Set<String> taken) {
        Map<String, String> cells = new LinkedHashMap<>();
        roles.forEach((column, client) -> {
            client.await(END, "over");
            Set<String> heard = client.received().stream().map(Incoming::topic).collect(Collectors.toSet());
            String own = line.topicFor(column, true);
            String other = line.topicFor(column, false);
            List<String> words = new ArrayList<>();
            words.add(word("says", taken.contains(column + " " + own), taken.contains(column + " " + other)));
            words.add(word("hears", heard.contains(own), heard.contains(other)));
            words.removeIf(String::isEmpty);
            cells.put(column, words.isEmpty() ? "–" : String.join(", ", words));
        });
        return new Line(line.topic(), cells);
    }

    private static String word(String word, boolean own, boolean other) {
        if (own) {
            return other ? word : word + " own";
        }
        return other ? word + " others'" : "";
    }

    /** Somebody who may say and hear everything: no role is, and somebody must look. */
    private static BusCredentials witness(Security security) throws IOException {
        security.run("mosquitto_passwd", "-b", "passwords", "witness", "all").orThrow();
        Files.writeString(
                security.folder().resolve("acl"), "user witness\ntopic readwrite #\n", StandardOpenOption.APPEND);
        BusCredentials some = security.as("presenter");
        return new BusCredentials("witness", "all", some.caFile(), some.cas());
    }

    private static TestClient connect(SecuredMosquitto broker, String user, BusCredentials credentials) {
        return TestClient.connect(
                BusSettings.of(broker.host(), broker.port(), "rules-" + user).withCredentials(credentials), "#");
    }

    private static Outgoing message(String topic, String text) {
        return Outgoing.of(topic, text.getBytes(UTF_8));
    }

    private static boolean isTaken(CompletionStage<Void> sent) {
        return sent.handle((done, failure) -> {
                    if (failure == null) {
                        return true;
                    }
                    assertThat(failure).hasMessageContaining("not authorized (0x87)");
                    return false;
                })
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static List<Line> table() throws IOException {
        List<String> columns = List.copyOf(USERS.keySet());
        List<Line> table = new ArrayList<>();
        Path docs = Path.of("../docs/security.md");
        for (String row : Files.readString(docs).lines().toList()) {
            List<String> cells =
                    Arrays.stream(row.split("\\|")).map(String::strip).toList();
            if (cells.size() == columns.size() + 2 && cells.get(1).startsWith("`")) {
                Map<String, String> said = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    said.put(columns.get(i), cells.get(i + 2));
                }
                table.add(new Line(cells.get(1).replace("`", ""), said));
            }
        }
        assertThat(table).as("lines in %s", docs).hasSizeGreaterThan(30);
        return table;
    }

    private static List<Class<?>> leaves(Class<?> kind) {
        return kind.isSealed()
                ? Arrays.stream(kind.getPermittedSubclasses())
                        .flatMap(one -> leaves(one).stream())
                        .toList()
                : List.of(kind);
    }
}
