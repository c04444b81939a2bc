package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.WorkloadKey;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The names of machines and of what belongs to them; the same for the same instance, also after the store was lost.
 * Immutable.
 *
 * @param agentId the agent
 */
record VmNames(String agentId) {
    /** What a UUID looks like. */
    static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private static final Pattern UUID_TEXT = Pattern.compile(UUID_FORM);
    private static final int SHOWN_ID = 60;
    private static final int SHORT = 8;

    /** Blanks are in no id. */
    private static final String BETWEEN = " ";

    /** Returns an instance's UUID. */
    String uuid(InstanceName name) {
        return hash("instance", workload(name.workload()), name.revision().value(), name.digest())
                .toString();
    }

    /** Returns the name under which people find a machine in libvirt, unless its spec names another one. */
    String domain(InstanceName name) {
        return besides(directories() + "-" + shortened(name.workload()), uuid(name));
    }

    /** Returns the name of a machine while another one of its workload has the plain one. */
    static String besides(String plain, String uuid) {
        return plain + "-" + uuid.substring(0, SHORT);
    }

    /** Returns how everything of this agent starts. */
    String directories() {
        return "hostler-" + agentId;
    }

    /** Returns the name of a workload's directory. */
    String directory(WorkloadKey workload) {
        return shortened(workload) + "-" + hash("directory", workload(workload));
    }

    /** Returns the hardware address of a workload's card, in the range of QEMU's own. */
    String mac(WorkloadKey workload, int card) {
        long bits = hash("card", workload(workload), String.valueOf(card)).getLeastSignificantBits();
        return String.format(Locale.ROOT, "52:54:00:%02x:%02x:%02x", bits >> 16 & 0xff, bits >> 8 & 0xff, bits & 0xff);
    }

    private static String shortened(WorkloadKey workload) {
        String id = workload.id().value();
        return id.substring(0, Math.min(SHOWN_ID, id.length()));
    }

    private static String workload(WorkloadKey key) {
        return key.owner().value() + BETWEEN + key.id().value();
    }

    private UUID hash(String what, String... parts) {
        String text = what + BETWEEN + agentId + BETWEEN + String.join(BETWEEN, parts);
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    static InstanceHandle handle(WorkloadKey workload, String uuid) {
        return new InstanceHandle(workload, uuid);
    }

    /** Returns the UUID in a handle; throws {@code AgentException} with {@code STATE_UNAVAILABLE} if there is none in it. */
    static String uuid(InstanceHandle handle) {
        if (UUID_TEXT.matcher(handle.value()).matches()) {
            return handle.value();
        }
        throw Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        "find machine of workload",
                        handle.workload().toString(),
                        "its handle can't be read by this version",
                        "remove the machine by hand, or start the version that made it")
                .toException();
    }
}
