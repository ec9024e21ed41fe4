package scatola.bus.client;

import java.io.IOException;

/** A process of its own that is connected until it is killed, or until its input ends. */
final class DoomedNode {
    private DoomedNode() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        RecordingOwner owner = new RecordingOwner();
        BusConnection bus = new BusConnection(
                BusSettings.of("127.0.0.1", Integer.parseInt(arguments[0]), "scatola-node-pi1"), owner);
        bus.start();
        int end = System.in.read();
        if (end != -1) {
            throw new IOException("nothing is to be read here");
        }
    }
}
