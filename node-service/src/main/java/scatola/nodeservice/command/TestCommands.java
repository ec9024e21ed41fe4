package scatola.nodeservice.command;

import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import scatola.bus.Topics;
import scatola.bus.client.BusConnection;
import scatola.bus.message.TestRequest;
import scatola.nodeservice.node.Neighbours;
import scatola.nodeservice.report.Reporter;
import scatola.nodeservice.vm.Outcome;
import scatola.nodeservice.vm.VmOwner;
import scatola.nodeservice.vm.Vms;

/** TODO */
final class TestCommands {
    TestCommands(
            Topics topics,
            Vms vms,
            Neighbours neighbours,
            Reporter reporter,
            BusConnection bus,
            ScheduledExecutorService timer,
            RandomGenerator random,
            Clock clock) {}

    CompletionStage<Outcome> perform(VmOwner owner, TestRequest request) {
        return Commands.refused("no tests yet");
    }
}
