package scatola.bus;

/**
 * Every topic of the contract, below the box's root. {@link Topics} writes and reads them as text.
 */
public sealed interface Topic {
    /** Topics on which somebody asks for something; each is answered once, on its {@link #response}. */
    sealed interface Command extends Topic {
        /** @return where the answer goes */
        Topic response();
    }

    /** Retained, also the will: whether a node is there. */
    record NodeAvailability(NodeName node) implements Topic {}

    /** Retained: what a node is and has. */
    record NodeState(NodeName node) implements Topic {}

    /** Retained, empty clears: something a person should know. */
    record NodeAlert(NodeName node, AlertId alert) implements Topic {}

    /** Not retained: something happened on a node. */
    record NodeEvent(NodeName node) implements Topic {}

    /**
     * A request to a node.
     *
     * @param operation may have several levels, such as {@code vm/create}
     */
    record NodeRequest(NodeName node, String operation) implements Command {
        /** @throws IllegalArgumentException if the operation can't stand in a topic */
        public NodeRequest {
            Names.checkOperation(operation);
        }

        @Override
        public Topic response() {
            return new NodeResponse(node, operation);
        }
    }

    /** The answer to a node's request. */
    record NodeResponse(NodeName node, String operation) implements Topic {
        /** @throws IllegalArgumentException if the operation can't stand in a topic */
        public NodeResponse {
            Names.checkOperation(operation);
        }
    }

    /** Retained, empty when deleted: a guest. */
    record VmState(VmName vm) implements Topic {}

    /** Changes attributes of a guest. */
    record VmSet(VmName vm) implements Command {
        @Override
        public Topic response() {
            return new VmResponse(vm, "set");
        }
    }

    /** Changes one attribute of a guest, as plain text. */
    record VmSetAttribute(VmName vm, String attribute) implements Command {
        /** @throws IllegalArgumentException if the attribute can't stand in a topic */
        public VmSetAttribute {
            Names.checkOperation(attribute);
        }

        @Override
        public Topic response() {
            return new VmResponse(vm, "set");
        }
    }

    /** A request about a guest. */
    record VmRequest(VmName vm, String operation) implements Command {
        /** @throws IllegalArgumentException if the operation can't stand in a topic */
        public VmRequest {
            Names.checkOperation(operation);
        }

        @Override
        public Topic response() {
            return new VmResponse(vm, operation);
        }
    }

    /** The answer to a guest's request or, as operation {@code set}, to a set. */
    record VmResponse(VmName vm, String operation) implements Topic {
        /** @throws IllegalArgumentException if the operation can't stand in a topic */
        public VmResponse {
            Names.checkOperation(operation);
        }
    }

    /** Raw bytes that came out of a guest's serial console. */
    record ConsoleOut(VmName vm) implements Topic {}

    /** Raw bytes to type on a guest's serial console; not answered. */
    record ConsoleIn(VmName vm) implements Topic {}

    /** Retained: a guest's NIC on a virtual network. */
    record LinkState(VmName vm, NetworkName network) implements Topic {}

    /** Changes attributes of a link. */
    record LinkSet(VmName vm, NetworkName network) implements Command {
        @Override
        public Topic response() {
            return new LinkResponse(vm, network);
        }
    }

    /** Changes one attribute of a link, as plain text. */
    record LinkSetAttribute(VmName vm, NetworkName network, String attribute) implements Command {
        /** @throws IllegalArgumentException if the attribute can't stand in a topic */
        public LinkSetAttribute {
            Names.checkOperation(attribute);
        }

        @Override
        public Topic response() {
            return new LinkResponse(vm, network);
        }
    }

    /** The answer to a link's set. */
    record LinkResponse(VmName vm, NetworkName network) implements Topic {}

    /** Retained: a node's own cable. */
    record UplinkState(NodeName node) implements Topic {}

    /** Pulls a node's own cable for a while. */
    record UplinkSet(NodeName node) implements Command {
        @Override
        public Topic response() {
            return new UplinkResponse(node);
        }
    }

    /** The answer to an uplink's set. */
    record UplinkResponse(NodeName node) implements Topic {}

    /** Not retained: one sample of a traffic test. */
    record TestSample(TestId test) implements Topic {}

    /** Retained, expires after an hour: what came of a traffic test. */
    record TestResult(TestId test) implements Topic {}

    /** Retained: what the box as a whole does. */
    record BoxState() implements Topic {}

    /** Retained: what the box is. */
    record BoxInfo() implements Topic {}

    /** A request to the box as a whole. */
    record BoxRequest(String operation) implements Command {
        /** @throws IllegalArgumentException if the operation can't stand in a topic */
        public BoxRequest {
            Names.checkOperation(operation);
        }

        @Override
        public Topic response() {
            return new BoxResponse(operation);
        }
    }

    /** The answer to a box's request. */
    record BoxResponse(String operation) implements Topic {
        /** @throws IllegalArgumentException if the operation can't stand in a topic */
        public BoxResponse {
            Names.checkOperation(operation);
        }
    }

    /** Retained, also the will: who is here. */
    record Presenter(PresenterName presenter) implements Topic {}
}
