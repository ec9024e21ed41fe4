package scatola.presenter.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.message.Alert;
import scatola.bus.message.BoxInfo;
import scatola.bus.message.BoxState;
import scatola.bus.message.LinkState;
import scatola.bus.message.Message;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.NodeState;
import scatola.bus.message.TestResult;
import scatola.bus.message.UplinkState;
import scatola.bus.message.VmState;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;

/**
 * Tells what is worth watching from what merely repeats itself: nodes say their states again and again, with another
 * load or byte count each time. Pure.
 */
final class Lively {
    private Lively() {}

    /**
     * @param before the world before the entry
     * @param entry what happened
     * @param after the world after it
     * @return whether an audience would see something: everything but states that mean what they meant before
     */
    static boolean is(World before, Entry entry, World after) {
        return switch (entry) {
            case Entry.Message message ->
                switch (Fold.topic(message.topic())) {
                    case Decoded.Malformed<Topic> none -> true;
                    case Decoded.Value<Topic> topic ->
                        !World.holds(topic.value())
                                || topic.value() instanceof Topic.TestSample
                                || after.unreadable() > before.unreadable()
                                || !Objects.equals(
                                        meaning(before.said(topic.value())), meaning(after.said(topic.value())));
                };
            case Entry.Outage outage -> true;
            case Entry.ClockSet set -> true;
            case Entry.Gap gap -> true;
            case Entry.Mark mark -> true;
        };
    }

    /** What is compared of a state: no stamps, and no measurements that are never twice the same. */
    private static @Nullable Object meaning(World.Kept.@Nullable Said said) {
        return said == null ? null : meaning(said.message());
    }

    private static Object meaning(Message message) {
        return switch (message) {
            case NodeAvailability m -> List.of(m.state(), m.session());
            case NodeState m -> List.of(m.accelerator(), m.images(), m.room(), m.uplink(), m.versions());
            case UplinkState m ->
                Arrays.asList(m.state(), m.name(), m.carrier(), m.speedMbit(), m.address(), m.backAt(), m.by());
            case LinkState m ->
                Arrays.asList(
                        m.state(),
                        m.node(),
                        m.mac(),
                        m.ip(),
                        m.vnl(),
                        m.delayMs(),
                        m.lossPct(),
                        m.bandwidthKbit(),
                        m.by());
            case VmState m ->
                Arrays.asList(
                        m.state(),
                        m.target(),
                        m.phase(),
                        m.since(),
                        m.node(),
                        m.image(),
                        m.memoryMib(),
                        m.networks(),
                        m.ip(),
                        m.mac(),
                        m.bootMs(),
                        m.by(),
                        m.cause(),
                        m.exitCode());
            case Alert m -> List.of(m.severity(), m.text(), m.since());
            case BoxState m ->
                Arrays.asList(m.name(), m.show(), m.state(), m.step(), m.steps(), m.say(), m.next(), m.last());
            case BoxInfo m -> List.of(m.version(), m.page(), m.shows());
            case TestResult m ->
                Arrays.asList(
                        m.kind(),
                        m.from(),
                        m.to(),
                        m.verdict(),
                        m.ended(),
                        m.durationMs(),
                        m.by(),
                        m.text(),
                        m.exitCode(),
                        m.ping(),
                        m.mbitPerS(),
                        m.lines(),
                        m.droppedLines());
            default -> message;
        };
    }
}
