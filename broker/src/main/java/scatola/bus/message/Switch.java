package scatola.bus.message;

/** What a command may ask of something that is on or off. */
public enum Switch {
    /** Be on. */
    ON,
    /** Be off. */
    OFF,
    /** Be the other one. */
    TOGGLE;

    /**
     * @param now what it is now
     * @return what it is to become
     */
    public boolean wanted(boolean now) {
        return switch (this) {
            case ON -> true;
            case OFF -> false;
            case TOGGLE -> !now;
        };
    }
}
