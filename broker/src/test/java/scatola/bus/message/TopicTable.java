package scatola.bus.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of topics in docs/bus.md, made of the contract's channels in their order. */
final class TopicTable {
    private static final Map<String, String> WORDS = Map.of(
            "root",
            "scatola",
            "node",
            "NODE",
            "vm",
            "VM",
            "network",
            "NET",
            "alert",
            "ID",
            "test",
            "ID",
            "presenter",
            "P");

    private final AsyncApi api;

    TopicTable(AsyncApi api) {
        this.api = api;
    }

    /** @return the table in Markdown, ended by a line feed */
    String text() {
        return Stream.concat(
                        Stream.of("| topic | retained | written by | says |", "|---|---|---|---|"),
                        api.channels().stream().map(this::row))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private String row(AsyncApi.Channel channel) {
        return "| `%s` | %s | %s | %s |"
                .formatted(topic(channel), retained(channel), channel.writtenBy(), says(channel));
    }

    private static String topic(AsyncApi.Channel channel) {
        String topic = channel.address();
        for (Map.Entry<String, String> word : WORDS.entrySet()) {
            topic = topic.replace("{" + word.getKey() + "}", word.getValue());
        }
        return topic.replaceAll("\\{\\w+Operation}", "OP").replaceAll("\\{\\w+Attribute}", "ATTRIBUTE");
    }

    private static String retained(AsyncApi.Channel channel) {
        if (!channel.retained()) {
            return channel.isCommand() ? "never" : "no";
        }
        String hours = channel.expiryS() == 0 ? "" : ", for %d h".formatted(channel.expiryS() / 3600);
        String will = channel.isWill() ? ", also the will" : "";
        String empty = channel.empty().isEmpty() ? "" : "; empty " + channel.empty();
        return "yes" + hours + will + empty;
    }

    /** The summary in small letters and, of what is asked for, all that there is. */
    private String says(AsyncApi.Channel channel) {
        String says = Character.toLowerCase(channel.summary().charAt(0))
                + channel.summary().substring(1);
        List<String> choice = channel.isCommand() ? lastParameter(channel) : List.of();
        return choice.isEmpty() ? says : says + ": `" + String.join("`, `", choice) + "`";
    }

    private List<String> lastParameter(AsyncApi.Channel channel) {
        String last = channel.address().replaceAll(".*/", "").replaceAll("[{}]", "");
        JsonNode values = api.document().at("/components/parameters/%s/enum".formatted(last));
        return values.valueStream()
                .map(JsonNode::asText)
                .filter(value -> !value.equals("set")) // which is only answered
                .toList();
    }
}
