package dev.hostler.engine.runtime.vm.seed;

import dev.hostler.api.workload.CloudInit;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A CD by which a guest sets itself up, as cloud-init's source NoCloud reads it. */
public final class CloudInitSeed {
    private static final String LABEL = "cidata";

    private CloudInitSeed() {}

    /**
     * Returns the image; empty if there is no document at all. A source without user-data or meta-data is none, so both are
     * always there.
     *
     * @param instance the id by which the guest sees whether it starts for the first time
     * @param hostname its name, where no document says another one
     */
    public static Optional<byte[]> image(CloudInit documents, String instance, String hostname) {
        if (documents.equals(CloudInit.NONE)) {
            return Optional.empty();
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("user-data", bytes(documents.userData().orElse("")));
        files.put(
                "meta-data",
                bytes(documents
                        .metaData()
                        .orElse("instance-id: " + instance + "\nlocal-hostname: " + hostname + "\n")));
        documents.networkConfig().ifPresent(text -> files.put("network-config", bytes(text)));
        documents.vendorData().ifPresent(text -> files.put("vendor-data", bytes(text)));
        return Optional.of(new IsoImage(LABEL, files).bytes());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
