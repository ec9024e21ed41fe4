package scatola.bus.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the connection logs while this is open. */
final class Logged extends Handler {
    private static final Logger LOGGER = Logger.getLogger(BusConnection.class.getName());

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    Logged() {
        LOGGER.addHandler(this);
    }

    List<String> at(Level level, String part) {
        return records.stream()
                .filter(record -> record.getLevel().equals(level))
                .map(LogRecord::getMessage)
                .filter(message -> message.contains(part))
                .toList();
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
    }
}
