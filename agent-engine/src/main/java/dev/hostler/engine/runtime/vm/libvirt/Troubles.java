package dev.hostler.engine.runtime.vm.libvirt;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.time.Duration;

/**
 * Words why libvirt can't be asked. Immutable.
 *
 * @param uri where it is
 */
record Troubles(String uri) {
    private static final String INSTALL =
            "install libvirt-daemon-system, libvirt-daemon-driver-qemu and qemu-system-x86, and start the agent anew";

    AgentException notInstalled(String attempt, LinkageError missing) {
        return failure(attempt, "libvirt is not installed here", INSTALL).toException(missing);
    }

    AgentException unreachable(String attempt, LibvirtRefusal refusal) {
        return failure(attempt, refusal.cause(), remedy(refusal)).toException(refusal);
    }

    private static String remedy(LibvirtRefusal refusal) {
        return refusal.noRights()
                ? "run the agent as root, or put its user into the group libvirt and start it anew"
                : "start libvirtd (and virtlogd), or correct the setting vms.uri";
    }

    AgentException lost(String attempt, LibvirtRefusal refusal) {
        return failure(attempt, refusal.cause(), "see the log of libvirtd").toException(refusal);
    }

    AgentException silent(String attempt, Duration limit) {
        return failure(
                        attempt,
                        "libvirt has not answered in " + limit.toSeconds() + " s",
                        "see whether libvirtd hangs, and start it anew")
                .toException();
    }

    AgentException closed(String attempt) {
        return failure(attempt, "the runtime is closed", "ask the agent that runs")
                .toException();
    }

    private Failure failure(String attempt, String cause, String remedy) {
        return Failure.cannot(ErrorCode.RUNTIME_UNAVAILABLE, attempt + " at libvirt", uri, cause, remedy);
    }
}
