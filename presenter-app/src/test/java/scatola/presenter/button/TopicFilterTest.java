package scatola.presenter.button;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.bus.Decoded;

class TopicFilterTest {
    @ParameterizedTest
    @CsvSource({
        "zigbee2mqtt/red/action, zigbee2mqtt/red/action, true",
        "zigbee2mqtt/red/action, zigbee2mqtt/red, false",
        "zigbee2mqtt/red, zigbee2mqtt/red/action, false",
        "zigbee2mqtt/+/action, zigbee2mqtt/red/action, true",
        "zigbee2mqtt/+/action, zigbee2mqtt//action, true",
        "zigbee2mqtt/+/action, zigbee2mqtt/red/big/action, false",
        "+, button, true",
        "Button, button, false",
        "/button, button, false",
    })
    void aPlusStandsForOneLevel(String filter, String topic, boolean matches) {
        assertThat(filter(filter).matches(topic)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "#", "zigbee2mqtt/#", "zigbee2mqtt/red+/action", "$SYS/broker", "a\u0000b", "a\nb"})
    void whatIsNoTopicOfAButtonIsRefused(String text) {
        assertThat(TopicFilter.read(text)).isInstanceOf(Decoded.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "scatola/vm/doge1/set, scatola, true",
        "scatola/anything, scatola, true",
        "+/red/action, scatola, true",
        "scatola, scatola, false",
        "scatola2/red, scatola, false",
        "boxes/b/red, boxes/a, false",
        "boxes/+/red, boxes/a, true",
        "boxes/a, boxes/a, false",
    })
    void aFilterReachesBelowARootIfATopicThereMatches(String filter, String root, boolean reaches) {
        assertThat(filter(filter).reaches(root)).isEqualTo(reaches);
    }

    @Test
    void filtersThatMeetAreSubscribedAsOne() {
        assertThat(TopicFilter.apart(Stream.of("z/red/action", "z/+/action", "z/blue/+", "c/key", "c/key")
                        .map(TopicFilterTest::filter)
                        .toList()))
                .extracting(TopicFilter::toString)
                .containsExactly("z/+/+", "c/key");
    }

    @Test
    void whateverTheFiltersATopicThatMatchesOneIsSubscribedOnce() {
        long seed = Long.getLong("scatola.seed", System.nanoTime());
        System.out.println("TopicFilterTest seed " + seed + " (-Dscatola.seed=" + seed + " repeats it)");
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            List<TopicFilter> filters = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(n -> filter(topic(random, "ab+")))
                    .toList();
            List<TopicFilter> apart = TopicFilter.apart(filters);
            for (int n = 0; n < 20; n++) {
                String topic = topic(random, "abc");
                long matching =
                        apart.stream().filter(filter -> filter.matches(topic)).count();
                assertThat(matching)
                        .as("%s of %s for %s", topic, filters, apart)
                        .isLessThanOrEqualTo(1);
                if (filters.stream().anyMatch(filter -> filter.matches(topic))) {
                    assertThat(matching)
                            .as("%s of %s for %s", topic, filters, apart)
                            .isEqualTo(1);
                }
            }
        }
    }

    private static String topic(Random random, String letters) {
        StringBuilder topic = new StringBuilder();
        for (int level = 0; level <= random.nextInt(3); level++) {
            topic.append(level == 0 ? "" : "/").append(letters.charAt(random.nextInt(letters.length())));
        }
        return topic.toString();
    }

    static TopicFilter filter(String text) {
        return switch (TopicFilter.read(text)) {
            case Decoded.Value<TopicFilter> good -> good.value();
            case Decoded.Malformed<TopicFilter> bad -> throw new AssertionError(bad.reason());
        };
    }
}
