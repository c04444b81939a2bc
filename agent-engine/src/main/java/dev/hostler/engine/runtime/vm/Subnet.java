package dev.hostler.engine.runtime.vm;

import java.util.Optional;

/**
 * A range of IPv4 addresses. Immutable.
 *
 * @param first its bits
 * @param bits how many of them count
 */
record Subnet(int first, int bits) {
    private static final int ALL = 32;
    private static final int OCTET = 8;

    /** Reads the range that libvirt writes into an {@code ip} element; empty if it is none of IPv4. */
    static Optional<Subnet> of(Document ip) {
        String address = ip.value("address").orElse("");
        if (!address.matches("[0-9.]+")) {
            return Optional.empty();
        }
        int bits = ip.value("prefix")
                .map(Integer::parseInt)
                .or(() -> ip.value("netmask").map(mask -> Integer.bitCount(number(mask))))
                .orElse(ALL);
        return Optional.of(new Subnet(number(address), bits));
    }

    boolean has(String address) {
        return bits == 0 || (number(address) ^ first) >>> (ALL - bits) == 0;
    }

    private static int number(String address) {
        int number = 0;
        for (String part : address.split("\\.")) {
            number = number << OCTET | Integer.parseInt(part);
        }
        return number;
    }
}
