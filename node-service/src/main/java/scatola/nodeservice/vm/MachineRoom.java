package scatola.nodeservice.vm;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import scatola.bus.ImageName;
import scatola.bus.VmName;
import scatola.nodeservice.guest.Guest;
import scatola.nodeservice.image.Image;

/**
 * What every guest's owner works with.
 *
 * @param hypervisor runs machines
 * @param images finds what they boot
 * @param door leads into them
 * @param definitions keeps them on disk
 * @param reports tells the world
 * @param clock for states
 * @param timer for deadlines
 * @param powerOffWithin how long a guest may take to power off before it is killed
 */
public record MachineRoom(
        Hypervisor hypervisor,
        Images images,
        Door door,
        Definitions definitions,
        VmReports reports,
        Clock clock,
        ScheduledExecutorService timer,
        Duration powerOffWithin) {
    /** Finds images. */
    @FunctionalInterface
    public interface Images {
        /**
         * @param name which
         * @return the image, or a reason that names those that there are
         */
        Found find(ImageName name);
    }

    /** What came of looking for an image. */
    public sealed interface Found {
        /**
         * It is there.
         *
         * @param image it
         */
        record Here(Image image) implements Found {}

        /**
         * It isn't.
         *
         * @param reason names those that there are
         */
        record Missing(String reason) implements Found {}
    }

    /** Leads into a machine. */
    @FunctionalInterface
    public interface Door {
        /**
         * @param vm which guest
         * @param machine its machine
         * @param image what it boots
         * @return its inside; does not wait until that answers
         */
        Guest enter(VmName vm, Machine machine, Image image);
    }
}
