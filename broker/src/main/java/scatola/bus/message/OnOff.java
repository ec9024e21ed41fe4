package scatola.bus.message;

/** Whether something is on, as Home Assistant and Zigbee2MQTT write it. */
public enum OnOff {
    /** On, plugged. */
    ON,
    /** Off, pulled. */
    OFF;

    /**
     * @param on whether it is on
     * @return the wire form
     */
    public static OnOff of(boolean on) {
        return on ? ON : OFF;
    }
}
