package dev.hostler.launcher.http.callback;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a result may be sent: anywhere by http or https, save to the host's own link and the metadata of its cloud. */
public final class CallbackAddress {
    /** Services of clouds that tell a host its secrets, apart from those on the link. */
    private static final Set<String> METADATA =
            Set.of("100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2:0:0:0:0:0:254");

    /** What names an address and no host, in any of the forms that are understood. */
    private static final Pattern LITERAL = Pattern.compile("\\[.*]|[0-9.]+|0[xX].*");

    /** NAT64, RFC 6052: the last four bytes are an address of IPv4. */
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private CallbackAddress() {}

    /**
     * Returns a URL that may be called, as far as it can be told without asking for its host's address.
     *
     * @throws dev.hostler.api.error.AgentException with {@code INVALID_INPUT} if it is none, with {@code POLICY_DENIED} if
     *     its address is forbidden
     */
    public static URI parse(String text) {
        URI url = url(text);
        if (LITERAL.matcher(url.getHost()).matches()) {
            requireAllowed(url);
        }
        return url;
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (web && url.getHost() != null && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw refused("it is no URL");
        }
        throw refused("it is no http or https URL with a host and without a password");
    }

    private static RuntimeException refused(String cause) {
        return Failure.cannot(
                        ErrorCode.INVALID_INPUT,
                        "accept field",
                        "callback_url",
                        cause,
                        "give the URL to POST the result to")
                .toException();
    }

    /**
     * Looks the host up and judges every address that it has.
     *
     * @throws dev.hostler.api.error.AgentException with {@code POLICY_DENIED} if one is forbidden, with {@code
     *     RUNTIME_UNAVAILABLE} if the host is unknown
     */
    static void requireAllowed(URI url) {
        String host = url.getHost();
        for (InetAddress address : lookUp(host)) {
            if (isForbidden(address)) {
                throw Failure.cannot(
                                ErrorCode.POLICY_DENIED,
                                "call back",
                                host,
                                "it leads to an address of the host's own link or of its cloud's metadata",
                                "name a callback_url that others can reach too")
                        .toException();
            }
        }
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return Arrays.asList(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw Failure.cannot(
                            ErrorCode.RUNTIME_UNAVAILABLE,
                            "call back",
                            host,
                            "the host is unknown",
                            "see whether the name is right, and whether this host can look names up")
                    .toException(e);
        }
    }

    static boolean isForbidden(InetAddress address) {
        return address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()
                || METADATA.contains(plain(address))
                || isForbiddenBehindNat64(address);
    }

    private static String plain(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static boolean isForbiddenBehindNat64(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16 || Arrays.mismatch(bytes, NAT64) != NAT64.length) {
            return false;
        }
        try {
            return isForbidden(InetAddress.getByAddress(Arrays.copyOfRange(bytes, NAT64.length, bytes.length)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
