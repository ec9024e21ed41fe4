package scatola.presenter.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.presenter.box.Told.T0;

import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The story that the box must tell, told by the narrator. */
class NarratedStoryTest {
    private final Tale tale = new Tale();
    private long commands;

    @Test
    void theStoryIsToldLineByLine() {
        before();
        boot();
        ping();
        pull();
        takeOver();
        putBack();
        talkAndMeasure();

        assertThat(tale.notes.stream()
                        .map(note -> "%4.1f %s"
                                .formatted(Duration.between(T0, note.at()).toMillis() / 1000.0, Tale.line(note)))
                        .collect(Collectors.joining("\n")))
                .isEqualTo("""
                          0.0 * show: the show 'The datacenter in a box' begins
                          0.0 show: step 1 of 10: Three guests boot.
                          0.0 command doge1@pi1 by laptop: make doge1 on pi1 of image doge, 10.1.1.1/24 on stage, and boot it
                          0.0 guest doge1@pi1 by laptop: doge1 is starting on pi1
                          0.2 answer doge1@pi1 by laptop: make doge1 on pi1 of image doge, 10.1.1.1/24 on stage, and boot it: ok after 200 ms
                          0.2 command doge2@pi2 by laptop: make doge2 on pi2 of image doge, 10.1.1.2/24 on stage, and boot it
                          0.2 guest doge2@pi2 by laptop: doge2 is starting on pi2
                          0.4 answer doge2@pi2 by laptop: make doge2 on pi2 of image doge, 10.1.1.2/24 on stage, and boot it: ok after 200 ms
                          0.4 command doge3@pi3 by laptop: make doge3 on pi3 of image doge, 10.1.1.3/24 on stage, and boot it
                          0.4 guest doge3@pi3 by laptop: doge3 is starting on pi3
                          0.6 answer doge3@pi3 by laptop: make doge3 on pi3 of image doge, 10.1.1.3/24 on stage, and boot it: ok after 200 ms
                          1.6 * guest doge1@pi1 by laptop: doge1 is up after 1.4 s
                          1.6 * guest doge2@pi2 by laptop: doge2 is up after 1.4 s
                          1.6 * guest doge3@pi3 by laptop: doge3 is up after 1.4 s
                          1.6 show: step 3 of 10: Guest 1 pings.
                          1.6 command doge1@pi1 by laptop: ping 10.1.1.2 from doge1 (story-ping)
                          1.8 answer doge1@pi1 by laptop: ping 10.1.1.2 from doge1 (story-ping): ok after 200 ms, test story-ping
                          1.8 test doge1@pi1: story-ping: doge1 pings 10.1.1.2
                          5.8 command @pi2 by laptop: pull pi2's cable for 20 s
                          6.0 answer @pi2 by laptop: pull pi2's cable for 20 s: ok after 200 ms
                          6.0 node @pi2 by laptop: pi2's cable is pulled for 20 s
                          7.5 * test doge1@pi1: story-ping: traffic is lost after 4 replies
                          8.5 * node @pi2: pi2 is offline
                          9.5 command doge3@pi3 by laptop: set doge3's address to 10.1.1.2/24
                          9.5 link doge3@pi3 by laptop: doge3's address on stage changed from 10.1.1.3/24 to 10.1.1.2/24
                          9.7 answer doge3@pi3 by laptop: set doge3's address to 10.1.1.2/24: ok after 200 ms, but doge2 holds it too
                          9.7 alert @pi3: pi3 warns (address-10-1-1-2): several guests hold 10.1.1.2
                         10.2 * test doge1@pi1: story-ping: traffic is back after an outage of 5.4 s
                         10.2 * mark by anna: Guest 3 took over
                         10.2 command doge3@pi3 by laptop: set doge3's address to 10.1.1.3/24
                         10.2 link doge3@pi3 by laptop: doge3's address on stage changed from 10.1.1.2/24 to 10.1.1.3/24
                         10.4 answer doge3@pi3 by laptop: set doge3's address to 10.1.1.3/24: ok after 200 ms
                         10.4 alert @pi3: pi3 no longer warns: address-10-1-1-2 is over
                         27.4 * node @pi2: pi2 is online again after 18.9 s
                         27.4 node @pi2: pi2's cable is back
                         27.4 command doge1@pi1 by laptop: stop story-ping in doge1
                         27.6 answer doge1@pi1 by laptop: stop story-ping in doge1: ok after 200 ms
                         27.6 test doge1@pi1: story-ping ended: recovered, 21 of 24 replies, longest outage 5.4 s
                         27.6 command doge2@pi2 by laptop: listen on doge2, port 2389 (story-listen)
                         27.8 answer doge2@pi2 by laptop: listen on doge2, port 2389 (story-listen): ok after 200 ms, test story-listen
                         27.8 test doge2@pi2: story-listen: doge2 listens
                         27.8 command doge1@pi1 by laptop: send 'Hi from rasp1!' from doge1 to 10.1.1.2, port 2389
                         27.8 test doge2@pi2: 'Hi from rasp1!' arrived at doge2
                         27.8 test doge2@pi2: story-listen ended: ok, 1 line
                         28.0 answer doge1@pi1 by laptop: send 'Hi from rasp1!' from doge1 to 10.1.1.2, port 2389: ok after 200 ms
                         28.0 command doge1@pi1 by laptop: measure throughput from doge1 to doge2 for 20 s (story-speed)
                         28.2 answer doge1@pi1 by laptop: measure throughput from doge1 to doge2 for 20 s (story-speed): ok after 200 ms, test story-speed
                         30.2 test doge1@pi1: story-speed: doge1 measures throughput to doge2
                         48.2 test doge1@pi1: story-speed ended: ok, 335.2 Mbit/s from doge1 to doge2
                         48.2 show: the show 'The datacenter in a box' is over, all was seen""");
    }

    /** Who was there before the recorder listened. */
    private void before() {
        for (String node : new String[] {"pi1", "pi2", "pi3"}) {
            tale.kept("node/%s/availability".formatted(node), "'state':'online'");
        }
        tale.state("box/state", "'show':null");
    }

    private void boot() {
        tale.state("box/state", playing(1, "Three guests boot."));
        for (int i = 1; i <= 3; i++) {
            String guest = "doge" + i;
            String node = "pi" + i;
            ask(
                    "node/%s/request/vm/create".formatted(node),
                    "'vm':'%s','image':'doge','nics':[{'network':'stage','ip':'10.1.1.%d/24'}],'state':'ON'"
                            .formatted(guest, i));
            tale.guest(guest, node, "starting", "'by':'laptop'");
            link(i, i);
            answer("node/%s/response/vm/create".formatted(node), "");
        }
        tale.passes(1000);
        for (int i = 1; i <= 3; i++) {
            tale.guest("doge" + i, "pi" + i, "running", "'boot_ms':1400,'by':'laptop'");
            link(i, i);
        }
    }

    private void ping() {
        tale.state("box/state", playing(3, "Guest 1 pings."));
        ask("vm/doge1/request/ping", "'to':'10.1.1.2','test':'story-ping'");
        answer("vm/doge1/response/ping", "'data':{'test':'story-ping'},");
        for (int i = 0; i < 4; i++) {
            tale.reply("story-ping", i);
            tale.passes(1000);
        }
    }

    private void pull() {
        ask("uplink/pi2/set", "'state':'OFF','for_s':20");
        answer("uplink/pi2/response/set", "");
        tale.state(
                "uplink/pi2",
                "'state':'OFF','interface':'eth0','carrier':true,'by':'laptop','back_at':'%s'"
                        .formatted(T0.plusSeconds(20)));
        tale.passes(1500);
        tale.timeout("story-ping", 4);
        tale.passes(1000);
        tale.said("node/pi2/availability", "{'state':'offline','session':1}");
        tale.timeout("story-ping", 5);
        tale.passes(1000);
    }

    private void takeOver() {
        ask("vm/doge3/set", "'ip':'10.1.1.2/24'");
        link(3, 2);
        answer("vm/doge3/response/set", "'data':{'warning':'doge2 holds it too'},");
        tale.state(
                "node/pi3/alert/address-10-1-1-2",
                "'severity':'warning','text':'several guests hold 10.1.1.2','since':'%s'".formatted(T0));
        tale.passes(500);
        tale.reply("story-ping", 7);
        tale.told(new Entry.Mark(tale.now().plusNanos(1000), "Guest 3 took over", "anna"));
    }

    private void putBack() {
        ask("vm/doge3/set", "'ip':'10.1.1.3/24'");
        link(3, 3);
        answer("vm/doge3/response/set", "");
        tale.said("node/pi3/alert/address-10-1-1-2", "");
        for (int i = 8; i < 25; i++) {
            tale.reply("story-ping", i);
            tale.passes(1000);
        }
        tale.state("node/pi2/availability", "'state':'online'");
        tale.state("uplink/pi2", "'state':'ON','interface':'eth0','carrier':true");
        tale.guest("doge2", "pi2", "running", "'boot_ms':1400,'by':'laptop'");
        ask("vm/doge1/request/stop", "'test':'story-ping'");
        answer("vm/doge1/response/stop", "");
        tale.state(
                "test/story-ping/result",
                "'kind':'ping','from':'doge1','to':'10.1.1.2','verdict':'recovered','ended':'stopped','duration_ms':26000,'sent':24,'received':21,'loss_pct':12.5,'outage_ms':5400");
    }

    private void talkAndMeasure() {
        ask("vm/doge2/request/netcat", "'listen':true,'test':'story-listen'");
        answer("vm/doge2/response/netcat", "'data':{'test':'story-listen'},");
        String line = "{'kind':'netcat','from':'doge2','session':1,'ts':'%s','seq':%d,%s}";
        tale.said("test/story-listen", line.formatted(T0, 0, "'listening':true"));
        ask("vm/doge1/request/netcat", "'to':'10.1.1.2','text':'Hi from rasp1!'");
        tale.said("test/story-listen", line.formatted(T0, 1, "'text':'Hi from rasp1!'"));
        tale.state(
                "test/story-listen/result",
                "'kind':'netcat','from':'doge2','verdict':'ok','ended':'completed','duration_ms':100,'lines':1");
        answer("vm/doge1/response/netcat", "");
        ask("vm/doge1/request/iperf", "'to':'doge2','test':'story-speed'");
        answer("vm/doge1/response/iperf", "'data':{'test':'story-speed'},");
        for (int i = 0; i < 10; i++) {
            tale.passes(2000);
            tale.said(
                    "test/story-speed",
                    "{'kind':'iperf','from':'doge1','to':'doge2','session':1,'ts':'%s','seq':%d,'from_s':%d,'to_s':%d,'mbit_per_s':335.2}"
                            .formatted(T0, i, 2 * i, 2 * i + 2));
        }
        tale.state(
                "test/story-speed/result",
                "'kind':'iperf','from':'doge1','to':'doge2','verdict':'ok','ended':'completed','duration_ms':20100,'mbit_per_s':335.2");
        tale.state("box/state", "'last':{'show':'The datacenter in a box','verdict':'passed'}");
    }

    private void ask(String topic, String fields) {
        tale.said(topic, "{%s,'transaction':'s-%d','by':'laptop'}".formatted(fields, ++commands));
    }

    private void answer(String topic, String data) {
        tale.passes(200);
        tale.said(topic, "{'status':'ok',%s'transaction':'s-%d'}".formatted(data, commands));
    }

    private void link(int guest, int address) {
        tale.state(
                "link/doge%d/stage".formatted(guest),
                "'state':'ON','node':'pi%d','mac':'52:54:00:12:34:5%d','ip':'10.1.1.%d/24','vnl':'vxvde://239.1.2.3/vni=42','delay_ms':0,'loss_pct':0,'by':'laptop'"
                        .formatted(guest, guest, address));
    }

    private static String playing(int step, String say) {
        return "'show':'The datacenter in a box','step':%d,'steps':10,'say':'%s'".formatted(step, say);
    }
}
