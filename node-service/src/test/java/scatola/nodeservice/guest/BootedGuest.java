package scatola.nodeservice.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import scatola.bus.MacAddress;
import scatola.bus.VmName;
import scatola.nodeservice.image.Talk;

/** A real guest, booted by QEMU from the repository's images, on one virtual network. */
public final class BootedGuest implements AutoCloseable {
    private final VmName vm;
    private final MacAddress nic;
    private final Talk talk;
    private final Path folder;
    private final Process qemu;
    private final Guests guests;
    private Guest guest;

    /**
     * Starts QEMU and attaches; returns before the guest has booted.
     *
     * @param image the name of an image
     * @param number from 1, in its name and MAC address
     * @param network a VNL
     * @param folder for sockets; short
     * @param timers for its timers
     */
    public BootedGuest(String image, int number, String network, Path folder, ScheduledExecutorService timers)
            throws IOException {
        this.vm = new VmName("doge" + number);
        this.nic = new MacAddress("52:54:00:00:00:%02x".formatted(number));
        this.folder = Files.createDirectories(folder.resolve(vm.text()));
        Path images = Path.of(System.getProperty("scatola.home"), "images", image);
        JsonNode manifest =
                new ObjectMapper().readTree(images.resolve("image.json").toFile());
        this.talk = talk(manifest.get("talk"));
        this.qemu = new ProcessBuilder(command(manifest, images, network))
                .redirectErrorStream(true)
                .redirectOutput(this.folder.resolve("log").toFile())
                .start();
        this.guests = new Guests(timers);
        this.guest = attach();
    }

    private static Talk talk(JsonNode talk) {
        return switch (talk.get("by").textValue()) {
            case "shell" -> new Talk.ShellChannel();
            case "agent" -> new Talk.Agent();
            default ->
                new Talk.Serial(
                        talk.get("login").textValue(),
                        talk.get("password").textValue(),
                        talk.get("prompt").textValue());
        };
    }

    private List<String> command(JsonNode manifest, Path images, String network) {
        List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-nodefaults", "-display", "none"));
        command.addAll(List.of("-machine", manifest.get("machine").textValue(), "-accel", "tcg", "-m", "128"));
        command.addAll(List.of(
                "-kernel", images.resolve(manifest.get("kernel").textValue()).toString()));
        command.addAll(List.of(
                "-initrd", images.resolve(manifest.get("initrd").textValue()).toString()));
        command.addAll(List.of("-append", manifest.get("append").textValue()));
        command.addAll(List.of("-chardev", "socket,id=console,server=on,wait=off,path=" + folder.resolve("console")));
        command.addAll(List.of("-serial", "chardev:console", "-device", "virtio-serial"));
        command.addAll(List.of("-chardev", "socket,id=monitor,server=on,wait=off,path=" + folder.resolve("monitor")));
        command.addAll(List.of("-mon", "chardev=monitor,mode=readline"));
        if (!(talk instanceof Talk.Serial)) {
            String port = talk instanceof Talk.Agent ? "org.qemu.guest_agent.0" : "scatola.shell";
            command.addAll(
                    List.of("-chardev", "socket,id=control,server=on,wait=off,path=" + folder.resolve("control")));
            command.addAll(List.of("-device", "virtserialport,chardev=control,name=" + port));
        }
        command.addAll(List.of("-netdev", "vde,id=net,sock=" + network));
        command.addAll(List.of("-device", "virtio-net-pci,netdev=net,mac=" + nic));
        return command;
    }

    /** Attaches to it, as a restarted service does. */
    public Guest attach() {
        Optional<Path> control =
                talk instanceof Talk.Serial ? Optional.empty() : Optional.of(folder.resolve("control"));
        guest = guests.attach(vm, talk, folder.resolve("console"), control);
        return guest;
    }

    /** Says something to QEMU's monitor, such as {@code system_reset}. */
    public void monitor(String command) throws IOException {
        try (var channel =
                java.nio.channels.SocketChannel.open(java.net.UnixDomainSocketAddress.of(folder.resolve("monitor")))) {
            java.nio.ByteBuffer answer = java.nio.ByteBuffer.allocate(4096);
            StringBuilder heard = new StringBuilder();
            boolean said = false;
            while (channel.read(answer.clear()) >= 0) {
                heard.append(new String(answer.array(), 0, answer.position(), java.nio.charset.StandardCharsets.UTF_8));
                if (said) {
                    if (heard.indexOf("\n(qemu) ") >= 0) {
                        return;
                    }
                } else if (heard.indexOf("(qemu) ") >= 0) {
                    heard.setLength(0);
                    said = true;
                    channel.write(java.nio.ByteBuffer.wrap(
                            (command + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
                }
            }
        }
    }

    /** @return its name */
    public VmName vm() {
        return vm;
    }

    /** @return its NIC */
    public MacAddress nic() {
        return nic;
    }

    /** @return the present attachment */
    public Guest guest() {
        return guest;
    }

    /** @return the machine's process */
    public Process qemu() {
        return qemu;
    }

    @Override
    public void close() {
        guest.close();
        qemu.destroyForcibly().onExit().join();
    }
}
