package scatola.presenter.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.presenter.box.Told.T0;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarratorTest {
    private final Tale tale = new Tale();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "node/pi1/request/vm/create | {'vm':'doge1','image':'doge'} | command doge1@pi1: make doge1 on pi1 of image doge",
                "node/pi1/request/vm/create | {'vm':'gate','image':'doge','nics':[{'network':'stage','ip':'10.1.1.9/24'},{'network':'back'}],'state':'ON','by':'anna'} | command gate@pi1 by anna: make gate on pi1 of image doge, 10.1.1.9/24 on stage, back, and boot it",
                "node/pi1/request/vm/delete | {'vm':'doge1'} | command doge1@pi1: delete doge1",
                "node/pi1/request/images/refresh | {} | command @pi1: read pi1's images again",
                "node/pi1/request/fly | {} | command @pi1: ask pi1 for fly",
                "vm/doge1/set | {'state':'ON'} | command doge1@pi1: boot doge1",
                "vm/doge1/set | {'state':'OFF','by':'the red button'} | command doge1@pi1 by the red button: power doge1 down",
                "vm/doge1/set | {'state':'TOGGLE','ip':'10.1.1.7/24'} | command doge1@pi1: switch doge1 on or off and set doge1's address to 10.1.1.7/24",
                "vm/doge1/set | {'by':'anna'} | command doge1@pi1 by anna: say something unreadable on vm/doge1/set",
                "vm/doge9/set | {'ip':'10.1.1.2/24'} | command doge9@: set doge9's address to 10.1.1.2/24",
                "vm/doge1/set/state | ON | command doge1@pi1: boot doge1",
                "vm/doge1/set/state | MAYBE | command doge1@pi1: set doge1's state to MAYBE",
                "vm/doge1/set/ip | 10.1.1.2/24 | command doge1@pi1: set doge1's address to 10.1.1.2/24",
                "vm/doge1/set/colour | red | command doge1@pi1: set doge1's colour to red",
                "vm/doge1/request/reboot | {} | command doge1@pi1: reboot doge1",
                "vm/doge1/request/kill | {} | command doge1@pi1: kill doge1",
                "vm/doge1/request/pause | {} | command doge1@pi1: pause doge1",
                "vm/doge1/request/resume | {} | command doge1@pi1: resume doge1",
                "vm/doge1/request/console | {} | command doge1@pi1: show doge1's console",
                "vm/doge1/request/fly | {} | command doge1@pi1: ask doge1 for fly",
                "vm/doge1/request/ping | {'to':'10.1.1.2','test':'p'} | command doge1@pi1: ping 10.1.1.2 from doge1 (p)",
                "vm/doge1/request/ping | {'to':'doge2','count':3} | command doge1@pi1: ping doge2 from doge1 3 times",
                "vm/doge1/request/netcat | {'listen':true} | command doge1@pi1: listen on doge1, port 2389",
                "vm/doge1/request/netcat | {'to':'doge2','text':'Hi!'} | command doge1@pi1: send 'Hi!' from doge1 to doge2, port 2389",
                "vm/doge1/request/iperf | {'serve':true} | command doge1@pi1: serve a measurement on doge1, port 12000",
                "vm/doge1/request/iperf | {'to':'doge2'} | command doge1@pi1: measure throughput from doge1 to doge2 for 20 s",
                "vm/doge1/request/exec | {'argv':['uname','-a']} | command doge1@pi1: run uname -a in doge1",
                "vm/doge1/request/stop | {'test':'p'} | command doge1@pi1: stop p in doge1",
                "link/doge1/stage/set | {'state':'OFF'} | command doge1@pi1: unplug doge1 from stage",
                "link/doge1/stage/set | {'state':'ON','ip':'10.1.1.7/24'} | command doge1@pi1: plug doge1 into stage and set doge1's address on stage to 10.1.1.7/24",
                "link/doge1/stage/set | {'delay_ms':20,'loss_pct':2.5,'bandwidth_kbit':512} | command doge1@pi1: give doge1's link to stage 20 ms delay, 2.5 % loss, at most 512 kbit/s",
                "link/doge1/stage/set/state | TOGGLE | command doge1@pi1: plug doge1 into stage or unplug it",
                "link/doge1/stage/set/loss_pct | 20 | command doge1@pi1: set loss_pct of doge1's link to stage to 20",
                "uplink/pi2/set | {'state':'OFF','for_s':20} | command @pi2: pull pi2's cable for 20 s",
                "uplink/pi2/set | {'state':'ON'} | command @pi2: put pi2's cable back",
                "box/request/show | {'show':'story','rehearse':true} | command: play the show story without pauses",
                "box/request/show | {'show':'story','cue':true} | command: play the show story on cue",
                "box/request/show/next | {} | command: go on with the show",
                "box/request/show/next | {'step':3} | command: go on with the show to step 3",
                "box/request/show/stop | {} | command: stop the show",
                "box/request/record/start | {} | command: begin a recording",
                "box/request/record/start | {'name':'Friday'} | command: begin the recording 'Friday'",
                "box/request/record/stop | {'recording':5} | command: end recording 5",
                "box/request/record/mark | {'title':'Now'} | command: begin the chapter 'Now'",
                "box/request/fly | {} | command: ask the box for fly",
                "vm/Doge_1/set | {'state':'ON','by':'anna'} | command by anna: say something on vm/Doge_1/set",
            })
    void aCommandIsToldInWords(String topic, String payload, String line) {
        tale.guest("doge1", "pi1", "running", "");

        assertThat(tale.said(topic, payload)).containsExactly(line);
    }

    @Test
    void anAnswerIsToldWithItsCommandAndHowLongItTook() {
        tale.guest("doge1", "pi1", "running", "");
        tale.said("vm/doge1/set", "{'ip':'10.1.1.2/24','transaction':'7','by':'anna'}");
        tale.said("vm/doge1/set", "{'state':'OFF','transaction':'8','by':'bert'}");
        tale.passes(30);

        assertThat(tale.said("vm/doge1/response/set", "{'status':'error','transaction':'8','error':'it is off'}"))
                .containsExactly("answer doge1@pi1 by bert: power doge1 down: refused after 30 ms: it is off");
        assertThat(tale.passes(2000)
                        .said(
                                "vm/doge1/response/set",
                                "{'status':'ok','transaction':'7','data':{'warning':'doge2 holds it too'}}"))
                .containsExactly("answer doge1@pi1 by anna: set doge1's address to 10.1.1.2/24:"
                        + " ok after 2 s, but doge2 holds it too");
    }

    @Test
    void withoutATransactionAnswersComeInOrder() {
        tale.said("vm/doge1/request/ping", "{'to':'doge2'}");
        tale.said("vm/doge1/request/ping", "{'to':'doge3'}");

        assertThat(tale.said("vm/doge1/response/ping", "{'status':'ok','data':{'test':'t1'}}"))
                .containsExactly("answer doge1@: ping doge2 from doge1: ok after 0 ms, test t1");
        assertThat(tale.said("vm/doge1/response/ping", "{'status':'ok','data':{'test':'t2'}}"))
                .containsExactly("answer doge1@: ping doge3 from doge1: ok after 0 ms, test t2");
    }

    @Test
    void anAnswerWithoutATransactionIsTheOldestCommands() {
        tale.said("vm/doge1/set", "{'state':'on','transaction':'7','by':'anna'}");

        assertThat(tale.said("vm/doge1/response/set", "{'status':'error','error':'state must be ON'}"))
                .containsExactly("answer doge1@ by anna: say something unreadable on vm/doge1/set:"
                        + " refused after 0 ms: state must be ON");
    }

    @Test
    void anAnswerToACommandThatWasNotHeardIsToldToo() {
        assertThat(tale.said("uplink/pi2/response/set", "{'status':'ok'}"))
                .containsExactly("answer: answer on uplink/pi2/response/set: ok");
    }

    @Test
    void aCommandToNoNameIsAnsweredWhereItWasSaid() {
        tale.said("vm/Doge_1/set/state", "ON");

        assertThat(tale.said("vm/Doge_1/response/set", "{'status':'error','error':'no guest name'}"))
                .containsExactly("answer: say something on vm/Doge_1/set/state: refused after 0 ms: no guest name");
        assertThat(tale.said("vm/Doge_1/response/set", "{'status':'error','error':'again'}"))
                .isEmpty();
        assertThat(tale.said("somewhere/else", "{}")).isEmpty();
    }

    @Test
    void commandsThatNobodyAnswersAreForgottenInTheEnd() {
        tale.said("vm/doge1/set", "{'state':'ON','by':'anna'}");
        for (int i = 0; i < CommandLines.MOST; i++) {
            tale.said("vm/doge2/set", "{'state':'ON'}");
        }

        assertThat(tale.said("vm/doge1/response/set", "{'status':'ok'}"))
                .containsExactly("answer: answer on vm/doge1/response/set: ok");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "-        | off      | ''                     | guest doge1@pi1: doge1 is made on pi1",
                "-        | starting | 'by':'anna'            | guest doge1@pi1 by anna: doge1 is starting on pi1",
                "-        | running  | 'boot_ms':1800         | * guest doge1@pi1: doge1 is up after 1.8 s",
                "off      | starting | ''                     | guest doge1@pi1: doge1 is starting on pi1",
                "starting | running  | 'boot_ms':840          | * guest doge1@pi1: doge1 is up after 840 ms",
                "starting | running  | ''                     | * guest doge1@pi1: doge1 is up",
                "starting | failed   | 'cause':'no room'      | * guest doge1@pi1: doge1 did not boot: no room",
                "running  | starting | ''                     | guest doge1@pi1: doge1 starts again",
                "running  | paused   | 'by':'bert'            | guest doge1@pi1 by bert: doge1 is paused",
                "paused   | running  | 'boot_ms':840          | guest doge1@pi1: doge1 goes on",
                "paused   | starting | ''                     | guest doge1@pi1: doge1 goes on",
                "running  | stopping | ''                     | guest doge1@pi1: doge1 powers down",
                "stopping | off      | ''                     | guest doge1@pi1: doge1 is off",
                "running  | off      | 'cause':'it powered itself off' | guest doge1@pi1: doge1 is off: it powered itself off",
                "running  | failed   | 'cause':'killed by signal 9','by':'anna' | * guest doge1@pi1: doge1 died: killed by signal 9",
                "running  | running  | 'boot_ms':840          | -",
                "failed   | failed   | 'cause':'again'        | -",
            })
    void aGuestsLifeIsTold(@Nullable String then, String now, String more, @Nullable String line) {
        if (then != null) {
            tale.guest("doge1", "pi1", then, "");
        }

        assertThat(tale.guest("doge1", "pi1", now, more.equals("''") ? "" : more))
                .isEqualTo(line == null ? List.of() : List.of(line));
    }

    @Test
    void aGuestThatMovesOrIsDeletedIsTold() {
        tale.guest("doge1", "pi1", "running", "");

        assertThat(tale.guest("doge1", "pi2", "running", ""))
                .containsExactly("guest doge1@pi2: doge1 moved from pi1 to pi2");
        assertThat(tale.said("vm/doge1", "")).containsExactly("guest doge1@pi2: doge1 is deleted");
        assertThat(tale.said("vm/doge1", "")).isEmpty();
    }

    @Test
    void whatItsStateTellsAnEventDoesNotTellAgain() {
        assertThat(tale.state("node/pi1/event", "'type':'guest_booted','vm':'doge1'"))
                .isEmpty();
        assertThat(tale.state("node/pi1/event", "'type':'guest_unreachable','vm':'doge1','text':'no shell'"))
                .containsExactly("guest doge1@pi1: doge1 runs, but nothing can be done inside it: no shell");
        assertThat(tale.state("node/pi1/event", "'type':'address_refused','vm':'doge1','text':'in use'"))
                .containsExactly("guest doge1@pi1: doge1 did not take its address: in use");
        assertThat(tale.state("node/pi1/event", "'type':'card_almost_full','text':'9 MiB left'"))
                .containsExactly("node @pi1: pi1: card almost full: 9 MiB left");
    }

    @Test
    void aGuestsCableAndAddressAreTold() {
        assertThat(tale.link("doge1", "ON", "10.1.1.1/24", "")).isEmpty();
        assertThat(tale.link("doge1", "OFF", "10.1.1.1/24", "'delay_ms':0,'loss_pct':0,'by':'the red button'"))
                .containsExactly("link doge1@pi1 by the red button: doge1 is unplugged from stage");
        assertThat(tale.link("doge1", "ON", "10.1.1.2/24", ""))
                .containsExactly(
                        "link doge1@pi1: doge1 is plugged into stage",
                        "link doge1@pi1: doge1's address on stage changed from 10.1.1.1/24 to 10.1.1.2/24");
        assertThat(tale.link("doge1", "ON", null, ""))
                .containsExactly("link doge1@pi1: doge1's address on stage is gone: it was 10.1.1.2/24");
        assertThat(tale.link("doge1", "ON", "10.1.1.3/24", "'delay_ms':20,'loss_pct':5,'bandwidth_kbit':512"))
                .containsExactly(
                        "link doge1@pi1: doge1's address on stage is 10.1.1.3/24",
                        "link doge1@pi1: doge1's link to stage: 20 ms delay, 5 % loss, at most 512 kbit/s");
        assertThat(tale.link("doge1", "ON", "10.1.1.3/24", ""))
                .containsExactly("link doge1@pi1: doge1's link to stage: unimpaired");
        assertThat(tale.link("doge1", "ON", "10.1.1.3/24", "'delay_ms':0,'loss_pct':0,'rx_bytes':1,'tx_bytes':2"))
                .isEmpty();
        assertThat(tale.said("link/doge1/stage", "")).isEmpty();
    }

    @Test
    void aNodeThatComesAndGoesIsTold() {
        assertThat(tale.state("node/pi2/availability", "'state':'online'")).containsExactly("node @pi2: pi2 is online");
        assertThat(tale.said("node/pi2/availability", "{'state':'offline','session':1}"))
                .containsExactly("* node @pi2: pi2 is offline");
        assertThat(tale.said("node/pi2/availability", "{'state':'offline','session':1}"))
                .isEmpty();
        tale.passes(21_300);
        assertThat(tale.state("node/pi2/availability", "'state':'online'"))
                .containsExactly("* node @pi2: pi2 is online again after 21.3 s");
        assertThat(tale.state("node/pi2/availability", "'state':'online'")).isEmpty();
        assertThat(tale.nextSession().state("node/pi2/availability", "'state':'online'"))
                .containsExactly("node @pi2: pi2 started again");
        assertThat(tale.said("node/pi2/availability", "{'state':'offline','session':1}"))
                .as("the will of an older session")
                .isEmpty();
        assertThat(tale.said("node/pi2/availability", "")).containsExactly("node @pi2: pi2 is taken out of the box");
    }

    @Test
    void aNodesCableIsTold() {
        String cable = "'interface':'eth0','speed_mbit':1000,";

        assertThat(tale.state("uplink/pi2", cable + "'state':'ON','carrier':true"))
                .isEmpty();
        assertThat(tale.state(
                        "uplink/pi2",
                        cable
                                + "'state':'OFF','carrier':true,'by':'anna','back_at':'%s'"
                                        .formatted(T0.plusSeconds(20))))
                .containsExactly("node @pi2 by anna: pi2's cable is pulled for 20 s");
        assertThat(tale.state("uplink/pi2", cable + "'state':'ON','carrier':true"))
                .containsExactly("node @pi2: pi2's cable is back");
        assertThat(tale.state("uplink/pi2", cable + "'state':'ON','carrier':false"))
                .containsExactly("node @pi2: pi2's cable has no signal");
        assertThat(tale.state("uplink/pi2", cable + "'state':'ON','carrier':true"))
                .containsExactly("node @pi2: pi2's cable has a signal again");
    }

    @Test
    void whatIsRefreshedMakesNoNotes() {
        assertThat(tale.state("box/info", "'version':'1','page':'p','shows':[]"))
                .isEmpty();
        assertThat(tale.state("box/info", "'version':'1','page':'p','shows':[]"))
                .isEmpty();
        assertThat(tale.said("vm/doge1/console/out", "login: ")).isEmpty();
        assertThat(tale.said("vm/doge1/console/in", "root")).isEmpty();
    }

    @Test
    void aPingIsToldByItsLossesAndReturns() {
        tale.guest("doge1", "pi1", "running", "");
        assertThat(tale.reply("p", 0)).containsExactly("test doge1@pi1: p: doge1 pings 10.1.1.2");
        assertThat(tale.passes(1000).reply("p", 1)).isEmpty();
        assertThat(tale.passes(1100).timeout("p", 2))
                .containsExactly("* test doge1@pi1: p: traffic is lost after 2 replies");
        assertThat(tale.timeout("p", 3)).isEmpty();
        assertThat(tale.passes(1000).reply("p", 4))
                .containsExactly("* test doge1@pi1: p: traffic is back after an outage of 2.1 s");
        String result = "'kind':'ping','from':'doge1','to':'10.1.1.2','verdict':'recovered','ended':'stopped',"
                + "'duration_ms':9012,'sent':5,'received':3,'loss_pct':40,'outage_ms':2140";
        assertThat(tale.state("test/p/result", result))
                .containsExactly("test doge1@pi1: p ended: recovered, 3 of 5 replies, longest outage 2.1 s");
        assertThat(tale.state("test/p/result", result)).as("said again").isEmpty();
        assertThat(tale.reply("p", 0)).as("again").containsExactly("test doge1@pi1: p: doge1 pings 10.1.1.2");
    }

    @Test
    void aPingThatIsNotAnsweredAtFirstIsTold() {
        assertThat(tale.timeout("p", 0))
                .containsExactly("test doge1@: p: doge1 pings 10.1.1.2", "test doge1@: p: no reply from 10.1.1.2");
        assertThat(tale.timeout("p", 1)).isEmpty();
        assertThat(tale.reply("p", 2)).containsExactly("* test doge1@: p: replies come, after 2 timeouts");
    }

    @Test
    void whatComesAndGoesHasASign() {
        String cable = "'interface':'eth0','speed_mbit':1000,'carrier':true,";
        tale.guest("doge1", "pi1", "off", "");
        tale.guest("doge1", "pi1", "starting", "");
        tale.guest("doge1", "pi1", "running", "");
        tale.link("doge1", "ON", "10.1.1.1/24", "");
        tale.reply("p", 0);
        tale.state("node/pi1/availability", "'state':'online'");
        tale.state("uplink/pi1", cable + "'state':'OFF'");
        tale.state("node/pi1/availability", "'state':'offline'");
        tale.timeout("p", 1);
        tale.state("uplink/pi1", cable + "'state':'ON'");
        tale.state("node/pi1/availability", "'state':'online'");
        tale.reply("p", 2);
        tale.timeout("p", 3);
        tale.state(
                "test/p/result",
                "'from':'doge1','duration_ms':9,'kind':'ping','verdict':'lost','ended':'completed','sent':4,'received':2,'loss_pct':50");
        tale.link("doge1", "ON", "10.1.1.2/24", "");
        tale.link("doge1", "OFF", "10.1.1.2/24", "");
        tale.guest("doge1", "pi1", "failed", "");

        assertThat(tale.notes)
                .filteredOn(note -> note.sign() != null)
                .extracting(note -> "%s %s".formatted(note.kind(), note.sign()))
                .containsExactly(
                        "guest up",
                        "node pulled",
                        "node lost",
                        "test lost",
                        "node plugged",
                        "node back",
                        "test back",
                        "test lost",
                        "test over",
                        "link moved",
                        "link pulled",
                        "guest down");
    }

    @Test
    void aLinkThatLosesPacketsAllTheTimeBeginsFewChapters() {
        tale.reply("p", 0);
        for (int i = 1; i < 40; i += 2) {
            tale.timeout("p", i);
            tale.reply("p", i + 1);
        }

        assertThat(tale.notes.stream().filter(note -> note.text().contains("traffic is")))
                .hasSize(40)
                .filteredOn(Note::chapter)
                .hasSize(2 * TestLines.MOST_CHAPTERS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'kind':'ping','verdict':'ok','ended':'completed','sent':1,'received':1,'loss_pct':0,'outage_ms':0 | ok, 1 of 1 reply",
                "'kind':'ping','verdict':'lost','ended':'guest_gone','sent':9,'received':4,'loss_pct':55 | lost, 4 of 9 replies, doge1 is gone",
                "'kind':'ping','verdict':'failed','ended':'failed','text':'no ping here','sent':0,'received':0,'loss_pct':0 | failed, 0 of 0 replies, no ping here",
                "'kind':'iperf','to':'doge2','verdict':'ok','ended':'completed','mbit_per_s':341.72 | ok, 341.7 Mbit/s from doge1 to doge2",
                "'kind':'netcat','verdict':'ok','ended':'completed','lines':1 | ok, 1 line",
                "'kind':'exec','verdict':'failed','ended':'completed','exit_code':2,'lines':3,'text':'no such file' | failed, 3 lines, exit code 2, no such file",
            })
    void whatCameOfATestIsTold(String fields, String end) {
        assertThat(tale.state("test/t/result", "'from':'doge1','duration_ms':9," + fields))
                .containsExactly("test doge1@: t ended: " + end);
    }

    @Test
    void whatArrivesIsToldButNoFlood() {
        String line = "{'kind':'netcat','from':'doge2','session':1,'ts':'%s','seq':%d,%s}";

        assertThat(tale.said("test/nc", line.formatted(T0, 0, "'listening':true")))
                .containsExactly("test doge2@: nc: doge2 listens");
        assertThat(tale.said("test/nc", line.formatted(T0, 1, "'text':'Hi from rasp1!'")))
                .containsExactly("test doge2@: 'Hi from rasp1!' arrived at doge2");
        for (int i = 2; i < 100; i++) {
            tale.said("test/nc", line.formatted(T0, i, "'text':'x'"));
        }
        assertThat(tale.notes).hasSize(TestLines.MOST_LINES + 2);
        assertThat(tale.notes.getLast().text()).isEqualTo("nc: more text arrives at doge2");
    }

    @Test
    void aTestThatGoesOnOverARestartDoesNotBeginAgain() {
        tale.reply("p", 0);
        tale.restarted();

        assertThat(tale.reply("p", 1)).isEmpty();
        assertThat(tale.timeout("p", 2)).containsExactly("* test doge1@: p: traffic is lost after 1 reply");
    }

    @Test
    void alertsAreRaisedAndOver() {
        String alert = "'severity':'%s','text':'%s','since':'%s'";

        assertThat(tale.state("node/pi1/alert/heat", alert.formatted("warning", "80 C", T0)))
                .containsExactly("alert @pi1: pi1 warns (heat): 80 C");
        assertThat(tale.state("node/pi1/alert/heat", alert.formatted("warning", "80 C", T0)))
                .isEmpty();
        assertThat(tale.state("node/pi1/alert/heat", alert.formatted("error", "90 C", T0)))
                .containsExactly("alert @pi1: pi1 is in trouble (heat): 90 C");
        assertThat(tale.said("node/pi1/alert/heat", ""))
                .containsExactly("alert @pi1: pi1 no longer warns: heat is over");
        assertThat(tale.state("node/pi1/alert/heat", alert.formatted("info", "60 C", T0)))
                .containsExactly("alert @pi1: pi1 tells (heat): 60 C");
    }

    @Test
    void showsAreToldStepByStep() {
        assertThat(tale.state("box/state", "'show':null")).isEmpty();
        assertThat(tale.state("box/state", "'show':'Story','step':1,'steps':3,'say':'Boot.'"))
                .containsExactly("* show: the show 'Story' begins", "show: step 1 of 3: Boot.");
        assertThat(tale.state("box/state", "'show':'Story','step':1,'steps':3,'say':'Boot.'"))
                .isEmpty();
        assertThat(tale.state(
                        "box/state",
                        "'show':'Story','state':'waiting','step':1,'steps':3,'say':'Boot.','next':'Ping.'"))
                .isEmpty();
        assertThat(tale.state("box/state", "'show':'Story','step':2,'steps':3,'say':'Ping.'"))
                .containsExactly("show: step 2 of 3: Ping.");
        assertThat(tale.state("box/state", "'last':{'show':'Story','verdict':'passed'}"))
                .containsExactly("show: the show 'Story' is over, all was seen");
        assertThat(tale.state("box/state", "'show':'Other','step':1,'steps':1"))
                .containsExactly("* show: the show 'Other' begins", "show: step 1 of 1");
        assertThat(tale.nextSession().state("box/state", "'show':null"))
                .containsExactly("show: the show 'Other' broke off");
    }

    @Test
    void presentersComeAndGo() {
        assertThat(tale.said(
                        "presenter/web-1",
                        "{'state':'online','name':'Anna at the back','role':'onlooker','since':'%s','session':1}"
                                .formatted(T0)))
                .containsExactly("presenter by web-1: Anna at the back is here, as onlooker");
        assertThat(tale.said(
                        "presenter/web-1",
                        "{'state':'offline','name':'Anna at the back','role':'onlooker','session':1}"))
                .containsExactly("presenter by web-1: Anna at the back is gone");
    }

    @Test
    void marksAndTheRecordersOwnTroublesAreTold() {
        assertThat(tale.told(new Entry.Mark(T0, "The cable", "anna"))).containsExactly("* mark by anna: The cable");
        assertThat(tale.told(new Entry.Gap(T0.plusSeconds(3), T0, "the disk is full")))
                .containsExactly("recorder: nothing could be kept for 3 s, what was said meanwhile may be missing:"
                        + " the disk is full");
        assertThat(tale.told(new Entry.ClockSet(T0.plusSeconds(3), Duration.ZERO)))
                .isEmpty();
        assertThat(tale.told(new Entry.ClockSet(T0.plusSeconds(4), Duration.ofHours(-1))))
                .containsExactly("recorder: the machine's clock was set back by 1 h");
        assertThat(tale.told(new Entry.ClockSet(T0.plusSeconds(5), Duration.ofMillis(-3_598_500))))
                .containsExactly("recorder: the machine's clock was set forward by 1.5 s");
        assertThat(tale.outage()).containsExactly("recorder: the broker is gone: connection reset");
    }

    @Test
    void theFirstPictureIsNoNews() {
        assertThat(tale.kept("vm/doge1", Tale.guestFields("pi1", "running", "")))
                .isEmpty();
        assertThat(tale.kept("node/pi1/availability", "'state':'online'")).isEmpty();
        assertThat(tale.kept("node/pi1/alert/heat", "'severity':'info','text':'warm','since':'%s'".formatted(T0)))
                .isEmpty();
        assertThat(tale.kept("box/state", "'show':'Story','step':1,'steps':3")).isEmpty();
        assertThat(tale.guest("doge1", "pi1", "off", "")).containsExactly("guest doge1@pi1: doge1 is off");
    }

    @Test
    void aRetainedCommandIsNotRun() {
        assertThat(tale.told(new Entry.Message(T0, "vm/doge1/set", Bytes.of("{\"state\":\"ON\"}"), 1, true)))
                .isEmpty();
    }

    @Test
    void afterAnOutageOnlyWhatChangedMeanwhileIsNews() {
        tale.guest("doge1", "pi1", "running", "");
        tale.guest("doge2", "pi1", "running", "");
        tale.state("node/pi1/availability", "'state':'online'");
        tale.state("node/pi2/availability", "'state':'online'");
        tale.state("node/pi1/alert/heat", "'severity':'info','text':'warm','since':'%s'".formatted(T0));
        tale.outage();

        assertThat(tale.kept("vm/doge1", Tale.guestFields("pi1", "running", "")))
                .isEmpty();
        assertThat(tale.kept("vm/doge2", Tale.guestFields("pi1", "off", "")))
                .containsExactly("guest doge2@pi1: doge2 is off");
        assertThat(tale.state("node/pi1/availability", "'state':'online'")).isEmpty();
        assertThat(tale.kept("node/pi2/availability", "'state':'offline'"))
                .containsExactly("* node @pi2: pi2 is offline");
        assertThat(tale.said("node/pi1/alert/heat", ""))
                .containsExactly("alert @pi1: pi1 no longer warns: heat is over");
        assertThat(tale.state("node/pi1/alert/heat", "'severity':'info','text':'warm','since':'%s'".formatted(T0)))
                .containsExactly("alert @pi1: pi1 tells (heat): warm");
    }

    @Test
    void strangersTextsCanNotLeaveTheirLine() {
        tale.said("vm/doge1/set", "{'state':'ON','by':'\u202eanna'}");
        tale.guest("doge1", "pi1", "failed", "'cause':'a\\nb\\u001b[2J','by':'x'");

        assertThat(tale.notes).allSatisfy(note -> {
            assertThat(note.text()).doesNotContain("\n", "\u001b");
            assertThat(Objects.requireNonNullElse(note.by(), "")).doesNotContain("\u202e");
        });
    }
}
