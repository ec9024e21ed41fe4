package scatola.presenter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scatola.bus.Decoded;
import scatola.presenter.replay.Order;
import scatola.presenter.replay.Wish;

class ReplayReaderTest {
    @Test
    void ordersAreRead() {
        assertThat(order("{'do':'play'}")).isEqualTo(new Order.Play());
        assertThat(order("{'do':'pause'}")).isEqualTo(new Order.Pause());
        assertThat(order("{'do':'speed','value':2}")).isEqualTo(new Order.Speed(2));
        assertThat(order("{'do':'seek','t':12.5}")).isEqualTo(new Order.Seek(12.5));
        assertThat(order("{'do':'seek','t':-1}")).isEqualTo(new Order.Seek(-1));
        assertThat(order("{'do':'seek','chapter':3}")).isEqualTo(new Order.ToChapter(3));
        assertThat(order("{'do':'seek','chapter':'next'}")).isEqualTo(new Order.NextChapter());
        assertThat(order("{'do':'seek','chapter':'previous'}")).isEqualTo(new Order.PreviousChapter());
        assertThat(order("{'do':'seek','chapter':'doge1 is up'}")).isEqualTo(new Order.ToTitle("doge1 is up"));
        assertThat(order("{'do':'step','by':1}")).isEqualTo(new Order.StepForward());
        assertThat(order("{'do':'step','by':-1}")).isEqualTo(new Order.StepBack());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|do is missing",
                "{'do':'dance'}|do is 'dance': say play, pause, speed, seek or step",
                "{'do':'speed'}|value is missing",
                "{'do':'speed','value':'fast'}|value must be a number",
                "{'do':'seek'}|seek needs either t, in seconds from the beginning, or chapter",
                "{'do':'seek','t':1,'chapter':1}|seek needs either t",
                "{'do':'seek','chapter':0}|chapter must be a whole number from 1",
                "{'do':'seek','chapter':{}}|chapter must be",
                "{'do':'step','by':2}|by must be a whole number from -1 to 1",
                "{'do':'step','by':0}|by must be 1 or -1",
                "{'do':'step'}|by is missing",
                "play|the payload is no JSON",
                "[1]|a JSON object is expected here",
            })
    void nonsenseIsAnsweredWithWhatToWriteInstead(String json, String reason) {
        assertThat(ReplayReader.order(bytes(json)))
                .isInstanceOfSatisfying(
                        Decoded.Malformed.class, bad -> assertThat(bad.reason()).contains(reason));
    }

    @Test
    void wishesAreRead() {
        assertThat(request("{'recording':7}"))
                .isEqualTo(new ReplayReader.Request(7, new Wish(1, null, null, 0, false)));
        assertThat(request("{'recording':7,'speed':4,'idle_s':0.5,'publish':'again/box','from':12.5,'paused':true}"))
                .isEqualTo(new ReplayReader.Request(7, new Wish(4, Duration.ofMillis(500), "again/box", 12.5, true)));
        assertThat(request("{'recording':7,'idle_s':true,'publish':true}"))
                .isEqualTo(new ReplayReader.Request(7, new Wish(1, Duration.ofSeconds(2), "scatola-replay", 0, false)));
        assertThat(request("{'recording':7,'idle_s':false,'publish':false}"))
                .isEqualTo(new ReplayReader.Request(7, new Wish(1, null, null, 0, false)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|recording is missing",
                "{'recording':'x'}|recording must be a whole number from 1",
                "{'recording':1,'idle_s':0}|idle_s must be a number from 0.1 to 86400",
                "{'recording':1,'idle_s':'x'}|idle_s must be a number",
                "{'recording':1,'from':-1}|from must be a number from 0",
                "{'recording':1,'publish':1}|publish must be a text",
                "{'recording':1,'paused':1}|paused must be true or false",
            })
    void impossibleWishesAreAnsweredWithWhatToWriteInstead(String json, String reason) {
        assertThat(ReplayReader.request(bytes(json)))
                .isInstanceOfSatisfying(
                        Decoded.Malformed.class, bad -> assertThat(bad.reason()).contains(reason));
    }

    private static Order order(String json) {
        return ((Decoded.Value<Order>) ReplayReader.order(bytes(json))).value();
    }

    private static ReplayReader.Request request(String json) {
        return ((Decoded.Value<ReplayReader.Request>) ReplayReader.request(bytes(json))).value();
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
