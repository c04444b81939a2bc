package dev.hostler.engine.runtime.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hostler.api.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the description of a release, and believes no archive without a digest. Immutable.
 *
 * @param machine the kind of machine, such as {@code linux-x64}
 */
record ReleaseReader(String machine) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,6}(\\.[0-9]{1,6}){2,3})");
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-fA-F]{64})");
    private static final String REPORT = "report it to those who publish the releases, and give another version";

    Release read(byte[] description) throws FetchException {
        JsonNode release = json(description);
        Matcher tag = VERSION.matcher(release.path("tag_name").asText(""));
        if (!tag.matches()) {
            throw wrong("what is answered is no description of a release", "look at runners.api and at the proxy");
        }
        String version = tag.group(1);
        String name = "actions-runner-" + machine + "-" + version + ".tar.gz";
        for (JsonNode asset : release.path("assets")) {
            if (asset.path("name").asText("").equals(name)) {
                return new Release(
                        version,
                        name,
                        place(asset),
                        digest(release, asset),
                        asset.path("size").asLong(0));
            }
        }
        throw FetchException.lasting(
                ErrorCode.IMAGE_NOT_FOUND,
                "release " + version + " has no archive " + name,
                "give a version that has one");
    }

    private static JsonNode json(byte[] description) throws FetchException {
        try {
            return JSON.readTree(description);
        } catch (IOException malformed) {
            throw wrong("what is answered is no description of a release", "look at runners.api and at the proxy");
        }
    }

    private static URI place(JsonNode asset) throws FetchException {
        try {
            URI place = URI.create(asset.path("browser_download_url").asText(""));
            if (place.getHost() != null) {
                return place;
            }
        } catch (IllegalArgumentException malformed) {
            throw wrong("the release does not say where its archive is", REPORT);
        }
        throw wrong("the release does not say where its archive is", REPORT);
    }

    /** The release says it in two places: both must agree, and one must be there. */
    private String digest(JsonNode release, JsonNode asset) throws FetchException {
        Matcher field = DIGEST.matcher(asset.path("digest").asText(""));
        Optional<String> ofAsset = field.matches() ? Optional.of(lower(field.group(1))) : Optional.empty();
        Matcher mark = Pattern.compile("BEGIN SHA " + Pattern.quote(machine) + " -->\\s*([0-9a-fA-F]{64})")
                .matcher(release.path("body").asText(""));
        Optional<String> ofBody = mark.find() ? Optional.of(lower(mark.group(1))) : Optional.empty();
        if (ofAsset.isPresent() && ofBody.isPresent() && !ofAsset.equals(ofBody)) {
            throw wrong("the release gives two SHA-256 digests that differ for one archive", REPORT);
        }
        return ofAsset.or(() -> ofBody)
                .orElseThrow(() -> wrong("the release gives no SHA-256 digest for its archive", REPORT));
    }

    private static String lower(String digits) {
        return digits.toLowerCase(Locale.ROOT);
    }

    private static FetchException wrong(String cause, String remedy) {
        return FetchException.lasting(ErrorCode.IMAGE_UNAVAILABLE, cause, remedy);
    }
}
