package scatola.presenter.console;

import org.jspecify.annotations.Nullable;
import scatola.bus.VmName;
import scatola.bus.message.Json;

/** What clients are told about a console, as JSON text. Pure. */
public final class Notices {
    private Notices() {}

    /**
     * @param vm whose console
     * @param typing whether this client may type
     * @param live whether it is the live guest, not one in a replay
     * @return what comes first
     */
    public static String console(VmName vm, boolean typing, boolean live) {
        return notice("console")
                .put("vm", vm)
                .put("typing", typing)
                .put("live", live)
                .node()
                .toString();
    }

    /**
     * @param bytes how many bytes of the past follow, in binary frames
     * @param detail why that is not all that there should be, or null
     * @return the announcement
     */
    static String scrollback(int bytes, @Nullable String detail) {
        return notice("scrollback")
                .put("bytes", bytes)
                .put("detail", detail)
                .node()
                .toString();
    }

    /** @return so many bytes are missing here */
    static String skipped(long bytes) {
        return notice("skipped").put("bytes", bytes).node().toString();
    }

    /** @return what was shown before does not count; a scrollback follows */
    static String reset() {
        return notice("reset").node().toString();
    }

    /** @return the guest is not there, or does not run */
    static String gone() {
        return notice("gone").node().toString();
    }

    /** @return the broker is away */
    static String lost() {
        return notice("lost").node().toString();
    }

    /** @return what was gone or lost is there again */
    static String back() {
        return notice("back").node().toString();
    }

    /**
     * @param detail for people: what is wrong, and what to do
     * @return the complaint
     */
    public static String error(String detail) {
        return notice("error").put("detail", detail).node().toString();
    }

    private static Json notice(String type) {
        return Json.object().put("type", type);
    }
}
