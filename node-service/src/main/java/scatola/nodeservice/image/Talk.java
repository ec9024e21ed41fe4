package scatola.nodeservice.image;

/** How the command line of an image's guests is reached. */
public sealed interface Talk {
    /** A bare shell on the virtio serial port {@code scatola.shell}. */
    record ShellChannel() implements Talk {}

    /** The QEMU guest agent on the virtio serial port {@code org.qemu.guest_agent.0}. */
    record Agent() implements Talk {}

    /**
     * Nothing but a getty on ttyS0: log in, then wait for the prompt.
     *
     * @param login the user's name
     * @param password empty where none is asked for
     * @param prompt what the shell's prompt ends with
     */
    record Serial(String login, String password, String prompt) implements Talk {}
}
