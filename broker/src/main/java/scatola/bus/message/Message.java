package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** A message of the contract with a JSON payload. Immutable. */
public interface Message {
    /** @return the payload as a JSON object, made anew at each call */
    ObjectNode json();

    /** @return the payload as it goes over the wire, UTF-8 */
    default byte[] payload() {
        return json().toString().getBytes(StandardCharsets.UTF_8);
    }
}
