package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.meta.Experimental;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The documents by which a guest sets itself up at its first start, on a CD with the label {@code cidata} (NoCloud).
 * Immutable; construct it with {@link #userData} and {@code with...}.
 *
 * <p>Each may be given plain or in base64, and is kept plain: no document of these kinds consists of the letters of base64
 * alone. All of them together have at most {@value #MOST_BYTES} bytes.
 *
 * @param userData what the guest does
 * @param metaData who the guest is; empty: its instance id is the workload's id, its hostname the spec's name
 * @param networkConfig how its network is set up; empty: as the guest does it by itself
 * @param vendorData what the guest does besides
 */
@Experimental
public record CloudInit(
        Optional<String> userData,
        Optional<String> metaData,
        Optional<String> networkConfig,
        Optional<String> vendorData) {
    /** How many bytes all documents may have together. */
    public static final int MOST_BYTES = 262_144;

    /** No documents at all. */
    public static final CloudInit NONE =
            new CloudInit(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]+={0,2}\\s*");
    private static final Pattern BLANKS = Pattern.compile("\\s");

    /** Decodes and checks the documents. */
    public CloudInit {
        userData = userData.map(text -> checked("cloudInit.userData", text));
        metaData = metaData.map(text -> checked("cloudInit.metaData", text));
        networkConfig = networkConfig.map(text -> checked("cloudInit.networkConfig", text));
        vendorData = vendorData.map(text -> checked("cloudInit.vendorData", text));
        long all = Stream.of(userData, metaData, networkConfig, vendorData)
                .mapToLong(text -> size(text.orElse("")))
                .sum();
        requireSize("cloudInit", all);
    }

    /** One document: what the guest does. */
    public static CloudInit userData(String text) {
        return new CloudInit(Optional.of(text), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns the same documents with another one that says who the guest is. */
    public CloudInit withMetaData(String text) {
        return new CloudInit(userData, Optional.of(text), networkConfig, vendorData);
    }

    /** Returns the same documents with another one that says how its network is set up. */
    public CloudInit withNetworkConfig(String text) {
        return new CloudInit(userData, metaData, Optional.of(text), vendorData);
    }

    /** Returns the same documents with another one that says what the guest does besides. */
    public CloudInit withVendorData(String text) {
        return new CloudInit(userData, metaData, networkConfig, Optional.of(text));
    }

    /** Says which documents there are, and nothing of what is in them. */
    @Override
    public String toString() {
        return "CloudInit[userData=" + userData.isPresent() + ", metaData=" + metaData.isPresent() + ", networkConfig="
                + networkConfig.isPresent() + ", vendorData=" + vendorData.isPresent() + "]";
    }

    private static String checked(String field, String given) {
        // Four letters of base64 stand for three bytes.
        requireSize(field, size(given) / 2);
        String text = plain(given);
        requireSize(field, size(text));
        if (text.indexOf('\0') >= 0) {
            throw Fields.refused(field, "a document", "it has a NUL", "take the NUL out");
        }
        return text;
    }

    /** Decodes until nothing is left to decode, so that what was decoded once stays as it is. */
    private static String plain(String given) {
        String text = given;
        for (Optional<String> next = decoded(text); next.isPresent(); next = decoded(text)) {
            text = next.get();
        }
        return text;
    }

    private static Optional<String> decoded(String text) {
        if (text.isBlank() || !BASE64.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(BLANKS.matcher(text).replaceAll("").getBytes(StandardCharsets.US_ASCII));
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException plain) {
            return Optional.empty();
        }
    }

    private static long size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void requireSize(String field, long size) {
        if (size > MOST_BYTES) {
            throw Fields.refused(
                    field,
                    size + " bytes",
                    "a seed has at most " + MOST_BYTES + " bytes",
                    "let the guest fetch what is large");
        }
    }
}
