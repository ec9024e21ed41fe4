package scatola.bus.client;

/**
 * The broker said no.
 *
 * @param topic to what: a topic or a filter
 * @param reason names it, and the broker's reason
 */
record Refusal(String topic, String reason) {}
