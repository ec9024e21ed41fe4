package scatola.bus.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.Topic;

/** Reads a payload as what its topic says it is. Total, without state. */
public final class Codec {
    private Codec() {}

    /** What a payload may be. */
    public sealed interface Content {
        /**
         * One of the contract's messages.
         *
         * @param message it
         */
        record Said(Message message) implements Content {}

        /**
         * Plain text: one attribute's new value.
         *
         * @param text without white space around it
         */
        record Text(String text) implements Content {}

        /**
         * Raw bytes of a console.
         *
         * @param bytes not copied; do not change them
         */
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Raw(byte[] bytes) implements Content {}

        /** Nothing: a retained topic was cleared. */
        record Cleared() implements Content {}
    }

    /**
     * @param topic where it was said
     * @param payload what was said
     * @return what it means, or a reason that says what to send instead
     */
    public static Decoded<Content> decode(Topic topic, byte[] payload) {
        if (payload.length == 0 && !(topic instanceof Topic.Command)) {
            return new Decoded.Value<>(new Content.Cleared());
        }
        return switch (topic) {
            case Topic.NodeAvailability t -> said(payload, NodeAvailability::from);
            case Topic.NodeState t -> said(payload, NodeState::from);
            case Topic.NodeAlert t -> said(payload, Alert::from);
            case Topic.NodeEvent t -> said(payload, NodeEvent::from);
            case Topic.NodeRequest t -> nodeRequest(t.operation(), payload);
            case Topic.NodeResponse t -> answer(payload);
            case Topic.VmState t -> said(payload, VmState::from);
            case Topic.VmSet t -> said(payload, VmSet::from);
            case Topic.VmSetAttribute t -> text(payload);
            case Topic.VmRequest t -> vmRequest(t.operation(), payload);
            case Topic.VmResponse t -> answer(payload);
            case Topic.ConsoleOut t -> raw(payload);
            case Topic.ConsoleIn t -> payload.length > Fields.MOST_BYTES ? tooLong(payload) : raw(payload);
            case Topic.LinkState t -> said(payload, LinkState::from);
            case Topic.LinkSet t -> said(payload, LinkSet::from);
            case Topic.LinkSetAttribute t -> text(payload);
            case Topic.LinkResponse t -> answer(payload);
            case Topic.UplinkState t -> said(payload, UplinkState::from);
            case Topic.UplinkSet t -> said(payload, UplinkSet::from);
            case Topic.UplinkResponse t -> answer(payload);
            case Topic.TestSample t -> said(payload, Sample::from);
            case Topic.TestResult t -> said(payload, TestResult::from);
            case Topic.BoxState t -> said(payload, BoxState::from);
            case Topic.BoxInfo t -> said(payload, BoxInfo::from);
            case Topic.BoxRequest t -> boxRequest(t.operation(), payload);
            case Topic.BoxResponse t -> answer(payload);
            case Topic.Presenter t -> said(payload, Presenter::from);
        };
    }

    private static Decoded<Content> nodeRequest(String operation, byte[] payload) {
        return switch (operation) {
            case "vm/create" -> said(payload, VmCreate::from);
            case "vm/delete" -> said(payload, VmDelete::from);
            default -> said(payload, Plain::from);
        };
    }

    private static Decoded<Content> vmRequest(String operation, byte[] payload) {
        return switch (operation) {
            case "ping" -> said(payload, TestRequest.Ping::from);
            case "netcat" -> said(payload, TestRequest::netcat);
            case "iperf" -> said(payload, TestRequest::iperf);
            case "exec" -> said(payload, TestRequest.Exec::from);
            case "stop" -> said(payload, TestRequest.Stop::from);
            default -> said(payload, Plain::from);
        };
    }

    private static Decoded<Content> boxRequest(String operation, byte[] payload) {
        return switch (operation) {
            case "show" -> said(payload, ShowRequest::from);
            case "show/next" -> said(payload, ShowNext::from);
            case "record/start" -> said(payload, RecordRequest.Start::from);
            case "record/stop" -> said(payload, RecordRequest.Stop::from);
            case "record/mark" -> said(payload, RecordRequest.Mark::from);
            default -> said(payload, Plain::from);
        };
    }

    private static Decoded<Content> said(byte[] payload, Function<Fields, ? extends Message> reader) {
        return Fields.decode(payload, reader).map(Content.Said::new);
    }

    private static Decoded<Content> answer(byte[] payload) {
        return Fields.decodeAnswer(payload, Response::from).map(Content.Said::new);
    }

    private static Decoded<Content> raw(byte[] payload) {
        return new Decoded.Value<>(new Content.Raw(payload));
    }

    private static Decoded<Content> text(byte[] payload) {
        if (payload.length > Fields.MOST_BYTES) {
            return tooLong(payload);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            return new Decoded.Value<>(new Content.Text(text.strip()));
        } catch (CharacterCodingException e) {
            return new Decoded.Malformed<>("the payload is no UTF-8 text: send plain text like ON or 10.1.1.2/24");
        }
    }

    private static Decoded<Content> tooLong(byte[] payload) {
        return new Decoded.Malformed<>(
                "the payload has %d bytes: send at most %d".formatted(payload.length, Fields.MOST_BYTES));
    }
}
