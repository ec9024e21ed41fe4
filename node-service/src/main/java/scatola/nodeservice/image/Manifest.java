package scatola.nodeservice.image;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.Quoted;

/**
 * What an {@code image.json} says, checked by itself; whether its files are there is the catalogue's to see.
 *
 * @param talk how the command line is reached
 */
record Manifest(
        String description,
        String architecture,
        @Nullable String kernel,
        @Nullable String initrd,
        @Nullable String disk,
        @Nullable String cdrom,
        String append,
        String machine,
        @Nullable String cpu,
        int memoryMib,
        Talk talk,
        String nic) {
    static final int LEAST_MEMORY_MIB = 8;
    static final int MOST_MEMORY_MIB = 65536;

    /** x86's boot protocol ends a command line there (COMMAND_LINE_SIZE). */
    private static final int LONGEST_APPEND = 2047;

    private static final Pattern QEMU_WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final List<String> NICS = List.of(Image.VIRTIO_NET, "e1000", "rtl8139", "ne2k_pci", "pcnet");

    static Manifest read(Fields fields) {
        String kernel = fields.textOrNull("kernel");
        String disk = fields.textOrNull("disk");
        String cdrom = fields.textOrNull("cdrom");
        String initrd = fields.textOrNull("initrd");
        String append = line(fields, "append", "");
        if (kernel == null && disk == null && cdrom == null) {
            throw fields.refuse("nothing to boot: name a kernel, a disk or a cdrom");
        }
        if (kernel == null && (initrd != null || !append.isEmpty())) {
            throw fields.refuse("initrd and append need a kernel: name one, or leave both out");
        }
        if (append.length() > LONGEST_APPEND) {
            throw fields.refuse(
                    "append has %d characters: a kernel takes at most %d".formatted(append.length(), LONGEST_APPEND));
        }
        return new Manifest(
                line(fields, "description", null),
                word(fields, "architecture", fields.text("architecture")),
                kernel,
                initrd,
                disk,
                cdrom,
                append,
                word(fields, "machine", fields.text("machine")),
                fields.has("cpu") ? word(fields, "cpu", fields.text("cpu")) : null,
                (int) fields.integer("memory_mib", LEAST_MEMORY_MIB, MOST_MEMORY_MIB),
                fields.object("talk", Manifest::talk),
                nic(fields));
    }

    private static Talk talk(Fields talk) {
        return switch (talk.oneOf("by", By.values())) {
            case SHELL -> new Talk.ShellChannel();
            case AGENT -> new Talk.Agent();
            case SERIAL -> serial(talk);
        };
    }

    private static Talk.Serial serial(Fields talk) {
        String login = line(talk, "login", null);
        String prompt = line(talk, "prompt", null);
        if (login.isEmpty() || prompt.isEmpty()) {
            throw talk.refuse("talk by serial needs a login and a prompt that are not empty");
        }
        return new Talk.Serial(login, line(talk, "password", ""), prompt);
    }

    private static String nic(Fields fields) {
        String nic = fields.textOrNull("nic");
        if (nic == null) {
            return Image.VIRTIO_NET;
        }
        if (!NICS.contains(nic)) {
            throw fields.refuse(
                    "nic must be one of %s, but is '%s'".formatted(String.join(", ", NICS), Quoted.of(nic)));
        }
        return nic;
    }

    private static String word(Fields fields, String name, String text) {
        if (!QEMU_WORD.matcher(text).matches()) {
            throw fields.refuse("%s must be one word of letters, digits and ._+- (no comma), but is '%s'"
                    .formatted(name, Quoted.of(text)));
        }
        return text;
    }

    private static String line(Fields fields, String name, @Nullable String otherwise) {
        String text = otherwise == null || fields.has(name) ? fields.text(name) : otherwise;
        if (CONTROL.matcher(text).find()) {
            throw fields.refuse("%s must be one line without control characters".formatted(name));
        }
        return text;
    }

    private enum By {
        SHELL("shell"),
        AGENT("agent"),
        SERIAL("serial");

        private final String wire;

        By(String wire) {
            this.wire = wire;
        }

        @Override
        public String toString() {
            return wire;
        }
    }
}
