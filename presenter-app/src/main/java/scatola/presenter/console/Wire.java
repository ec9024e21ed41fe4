package scatola.presenter.console;

import org.jspecify.annotations.Nullable;
import scatola.bus.VmName;

/** The bus, as far as one guest's console is concerned. */
interface Wire extends AutoCloseable {
    /** Who hears it: on one thread at a time, in the order in which the guest's node said it; must not block. */
    interface Ear {
        /** The broker is there, and whatever the console puts out from now on is heard. */
        void connected();

        /** The broker is gone. */
        void lost();

        /** @param piece what the console has put out */
        void heard(Piece piece);

        /** @param runs whether the guest is there and runs */
        void guest(boolean runs);

        /**
         * The answer to {@link Wire#ask}.
         *
         * @param past the last bytes of the console
         * @param written how many it had put out until the end of these, or null if its node did not say
         */
        void told(byte[] past, @Nullable Long written);

        /**
         * The other answer to {@link Wire#ask}; that nobody answers is for the asker to notice.
         *
         * @param reason for people
         */
        void refused(String reason);
    }

    /** Makes wires. */
    @FunctionalInterface
    interface Opener {
        /** @return a wire that begins to connect, and tells the ear what it hears until it is closed */
        Wire open(VmName vm, Ear ear);
    }

    /** Asks the guest's node for the last bytes; answers to earlier questions are not told any more. */
    void ask();

    /** Hears nothing more, soon. Does not block. */
    @Override
    void close();
}
