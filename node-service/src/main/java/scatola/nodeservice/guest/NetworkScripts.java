package scatola.nodeservice.guest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scatola.bus.Ipv4Cidr;
import scatola.bus.MacAddress;
import scatola.nodeservice.guest.Guest.Counters;

/**
 * What a guest's shell does to its network, with whatever tools the guest has, and how to read its answers. A NIC is
 * found by its MAC address in sysfs.
 */
final class NetworkScripts {
    /** The last line of a script that has done its work. */
    static final String DONE = "scatola: done";

    private static final String FIND = "i=;for d in /sys/class/net/*;do a=;read a <$d/address;"
            + "[ \"$a\" = \"$1\" ]&&i=${d##*/};done 2>/dev/null;"
            + "[ \"$i\" ]||{ echo \"it has no NIC with the address $1\";exit 3;};";

    /** All NICs' addresses must have gone before the new one comes: two in one network would both be answered. */
    private static final String ASSIGN = "if type ip;then ip link set \"$i\" up;ip -4 addr flush dev \"$i\";"
            + "ip addr add \"$2/$3\" brd + dev \"$i\";else ifconfig \"$i\" \"$2\" netmask \"$4\" up;fi"
            + " 2>&1 >/dev/null;";

    private static final String VERIFY = "if type ip >/dev/null 2>&1;then v=\"$(ip -4 addr show dev \"$i\")\";"
            + "else v=\"$(ifconfig \"$i\")\";fi 2>&1;"
            + "case \"$v\" in *inet\\ $2/*|*inet\\ $2\\ *|*inet\\ addr:$2\\ *);;"
            + "*)echo \"$i has not the address $2: $v\";exit 4;;esac;";

    /**
     * One announcement, at once: a later one could take the address back from whoever has it by then. arping stays a
     * second longer, for which nobody waits. Without it the kernel
     * announces when the NIC comes up (arp_notify, Linux ip-sysctl).
     */
    private static final String ANNOUNCE = "if type arping >/dev/null 2>&1;then"
            + " arping -U -c 1 -I \"$i\" \"$2\" </dev/null >/dev/null 2>&1 &"
            + " else echo 1 >/proc/sys/net/ipv4/conf/$i/arp_notify&&"
            + "if type ip >/dev/null 2>&1;then ip link set \"$i\" down&&ip link set \"$i\" up;"
            + "else ifconfig \"$i\" down&&ifconfig \"$i\" up;fi||exit 5;fi;echo \"" + DONE + "\"";

    private static final String COUNT = "for d in /sys/class/net/*;do read a <$d/address;"
            + "read r <$d/statistics/rx_bytes;read t <$d/statistics/tx_bytes;echo \"$a $r $t\";done;echo \"" + DONE
            + "\"";

    private static final Pattern COUNTED = Pattern.compile("((?:[0-9a-f]{2}:){5}[0-9a-f]{2}) (\\d{1,18}) (\\d{1,18})");

    private NetworkScripts() {}

    static List<String> assign(MacAddress nic, Ipv4Cidr address) {
        return script(FIND + ASSIGN + VERIFY + ANNOUNCE, nic, address);
    }

    static List<String> announce(MacAddress nic, Ipv4Cidr address) {
        return script(FIND + VERIFY + ANNOUNCE, nic, address);
    }

    static List<String> count() {
        return List.of("sh", "-c", COUNT);
    }

    static Map<MacAddress, Counters> counted(List<String> lines) {
        Map<MacAddress, Counters> counters = new HashMap<>();
        for (String line : lines) {
            Matcher counted = COUNTED.matcher(line);
            if (counted.matches() && !counted.group(1).startsWith("00:00:00:00:00:00")) {
                counters.put(
                        new MacAddress(counted.group(1)),
                        new Counters(Long.parseLong(counted.group(2)), Long.parseLong(counted.group(3))));
            }
        }
        return Map.copyOf(counters);
    }

    private static List<String> script(String script, MacAddress nic, Ipv4Cidr address) {
        return List.of(
                "sh",
                "-c",
                script,
                "sh",
                nic.text(),
                address.address(),
                Integer.toString(address.prefix()),
                mask(address.prefix()));
    }

    private static String mask(int prefix) {
        int bits = -1 << (32 - prefix);
        return "%d.%d.%d.%d".formatted(bits >>> 24, bits >>> 16 & 255, bits >>> 8 & 255, bits & 255);
    }
}
