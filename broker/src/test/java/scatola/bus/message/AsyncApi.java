package scatola.bus.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The contract's AsyncAPI document, as the tests ask it. */
final class AsyncApi {
    private static final String SCHEMAS = "#/components/schemas/";

    /** JSON Schema of the draft that AsyncAPI builds upon; {@code components} is where its references lead. */
    private static final JsonMetaSchema DRAFT = JsonMetaSchema.builder(JsonMetaSchema.getV7())
            .keyword(new NonValidationKeyword("components"))
            .build();

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.builder(
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7))
            .defaultMetaSchemaIri(DRAFT.getIri())
            .metaSchema(DRAFT)
            .build();

    private final JsonNode document = read();
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    /** @return the whole document */
    JsonNode document() {
        return document;
    }

    /** @return every {@code $ref} of the document */
    List<String> references() {
        return document.findValuesAsText("$ref");
    }

    /** @return what a reference inside the document names, or null */
    @Nullable
    JsonNode resolved(String reference) {
        JsonNode target = document.at(reference.substring(1));
        return target.isMissingNode() ? null : target;
    }

    /** @return a node, or what its {@code $ref} names */
    JsonNode follow(JsonNode node) {
        JsonNode reference = node.path("$ref");
        if (reference.isMissingNode()) {
            return node;
        }
        JsonNode target = resolved(reference.asText());
        if (target == null) {
            throw new AssertionError(reference + " names nothing");
        }
        return follow(target);
    }

    /** @return each named field of an object, followed */
    Map<String, JsonNode> entries(JsonNode object) {
        Map<String, JsonNode> entries = new HashMap<>();
        object.properties().forEach(entry -> entries.put(entry.getKey(), follow(entry.getValue())));
        return entries;
    }

    /** @return the files of examples that a message names */
    Stream<String> exampleFiles(JsonNode message) {
        return message.path("examples").findValuesAsText("$ref").stream().map(ref -> ref.replace("../golden/", ""));
    }

    /** @return the name of the message that has this example */
    String messageOf(String example) {
        List<String> messages = new ArrayList<>();
        entries(document.at("/components/messages")).forEach((name, message) -> {
            if (exampleFiles(message).anyMatch(example::equals)) {
                messages.add(name);
            }
        });
        if (messages.size() != 1) {
            throw new AssertionError("%s is an example of %s, not of one message".formatted(example, messages));
        }
        return messages.getFirst();
    }

    /** @return the schema of a message's payload */
    JsonNode schema(String message) {
        return follow(document.at("/components/messages/" + message + "/payload"));
    }

    /** @return what is wrong with a payload, nothing if it is as the document says */
    List<String> complaints(String message, JsonNode payload) {
        return schemas.computeIfAbsent(message, this::compiled).validate(payload).stream()
                .map(Object::toString)
                .toList();
    }

    private JsonSchema compiled(String message) {
        String reference = document.at("/components/messages/%s/payload/$ref".formatted(message))
                .asText();
        if (!reference.startsWith(SCHEMAS)) {
            throw new AssertionError(message + " has no schema");
        }
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$ref", reference).set("components", document.path("components"));
        return FACTORY.getSchema(root);
    }

    private static JsonNode read() {
        try (InputStream yaml = AsyncApi.class.getResourceAsStream("/asyncapi/scatola.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
