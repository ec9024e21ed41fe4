package scatola.bus;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 host address with the length of its network's prefix (RFC 4632), such as {@code 10.1.1.2/24}.
 *
 * @param address dotted quad
 * @param prefix 1 to 32
 */
public record Ipv4Cidr(String address, int prefix) {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/([1-9]\\d?|0))?");

    /** @throws IllegalArgumentException if it is no address that a host may have */
    public Ipv4Cidr {
        int host = bits(address);
        int first = host >>> 24;
        if (prefix < 1 || prefix > 32) {
            throw new IllegalArgumentException(
                    "/%d is no prefix length: write the address like 10.1.1.2/24".formatted(prefix));
        }
        if (first == 0 || first == 127 || first >= 224) {
            throw new IllegalArgumentException(
                    "%s is no address a guest may have: take one like 10.1.1.2/24".formatted(address));
        }
        int hostMask = prefix == 32 ? 0 : -1 >>> prefix;
        if (prefix < 31 && ((host & hostMask) == 0 || (host & hostMask) == hostMask)) {
            throw new IllegalArgumentException(
                    "%s/%d names the network or its broadcast, not a host: take an address inside it"
                            .formatted(address, prefix));
        }
    }

    /**
     * @param text an address with a prefix, or without one, which means /24
     * @return the address
     * @throws IllegalArgumentException with what to write instead
     */
    public static Ipv4Cidr of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw noAddress(text);
        }
        String prefix = form.group(5);
        int slash = text.indexOf('/');
        return new Ipv4Cidr(
                slash < 0 ? text : text.substring(0, slash), prefix == null ? 24 : Integer.parseInt(prefix));
    }

    private static int bits(String address) {
        Matcher form = FORM.matcher(address);
        if (!form.matches() || form.group(5) != null) {
            throw noAddress(address);
        }
        int bits = 0;
        for (int part = 1; part <= 4; part++) {
            String digits = form.group(part);
            int octet = Integer.parseInt(digits);
            if (octet > 255 || digits.length() > 1 && digits.startsWith("0")) {
                throw noAddress(address);
            }
            bits = bits << 8 | octet;
        }
        return bits;
    }

    private static IllegalArgumentException noAddress(String text) {
        return new IllegalArgumentException(
                "'%s' is no IPv4 address: write it like 10.1.1.2/24".formatted(Quoted.of(text)));
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
