package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** A message of the contract with a JSON payload. Immutable. */
public sealed interface Message
        permits Alert,
                BoxInfo,
                BoxState,
                LinkSet,
                LinkState,
                NodeAvailability,
                NodeEvent,
                NodeState,
                Plain,
                Presenter,
                RecordRequest,
                Response,
                Sample,
                ShowNext,
                ShowRequest,
                TestRequest,
                TestResult,
                UplinkSet,
                UplinkState,
                VmCreate,
                VmDelete,
                VmSet,
                VmState {
    /** @return the payload as a JSON object, made anew at each call */
    ObjectNode json();

    /** @return the payload as it goes over the wire, UTF-8 */
    default byte[] payload() {
        return json().toString().getBytes(StandardCharsets.UTF_8);
    }
}
