package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network card of a machine. Immutable; construct it with {@link #of} or {@link #bridge}.
 *
 * @param network the host's virtual network that it is in; empty if it is at a bridge
 * @param bridge the host's bridge that it is at; the admission policy denies it by default
 * @param macAddress its hardware address, in lower case; empty: one that is the same for every instance of the workload
 * @param ipAddress its IPv4 address, which the network then hands to nobody else; empty: one that the network chooses
 */
@Experimental
public record VmNetwork(
        Optional<String> network, Optional<String> bridge, Optional<String> macAddress, Optional<String> ipAddress) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** Linux allows 15 characters (IFNAMSIZ). */
    private static final Pattern BRIDGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,14}");

    /** The second digit of a single card's address is even. */
    private static final Pattern MAC = Pattern.compile("[0-9a-f][02468ace](:[0-9a-f]{2}){5}");

    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    /** Checks the components. */
    public VmNetwork {
        if (network.isPresent() == bridge.isPresent()) {
            throw Fields.refused(
                    "networks.network",
                    network.map(Fields::shown).orElse(""),
                    "a card is either in a network or at a bridge",
                    "give networks.network or networks.bridge, and not both");
        }
        network.ifPresent(name -> require("networks.network", name, NAME, "it is no name of a network"));
        bridge.ifPresent(name -> require("networks.bridge", name, BRIDGE, "it is no name of a bridge"));
        macAddress = macAddress.map(mac -> mac.toLowerCase(Locale.ROOT));
        macAddress.ifPresent(mac -> require("networks.macAddress", mac, MAC, "it is no address of a single card"));
        ipAddress.ifPresent(address -> require("networks.ipAddress", address, IPV4, "it is no IPv4 address"));
        if (ipAddress.isPresent() && bridge.isPresent()) {
            throw Fields.refused(
                    "networks.ipAddress",
                    ipAddress.get(),
                    "addresses at a bridge are given by others than this host",
                    "use a network of the host, or set the address by cloudInit.networkConfig");
        }
    }

    /** A card in a network of the host. */
    public static VmNetwork of(String network) {
        return new VmNetwork(Optional.of(network), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A card at a bridge of the host. */
    public static VmNetwork bridge(String name) {
        return new VmNetwork(Optional.empty(), Optional.of(name), Optional.empty(), Optional.empty());
    }

    /** Returns the same card with a hardware address. */
    public VmNetwork withMac(String value) {
        return new VmNetwork(network, bridge, Optional.of(value), ipAddress);
    }

    /** Returns the same card with an IPv4 address that is its own. */
    public VmNetwork withAddress(String value) {
        return new VmNetwork(network, bridge, macAddress, Optional.of(value));
    }

    private static void require(String field, String value, Pattern form, String cause) {
        if (!form.matcher(value).matches()) {
            throw Fields.refused(field, Fields.shown(value), cause, "correct it");
        }
    }
}
