package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;

/** Words what libvirt refuses. */
final class VmRefusals {
    private VmRefusals() {}

    /**
     * Words a refusal.
     *
     * @param attempt verb and noun
     */
    static AgentException of(String attempt, WorkloadKey workload, LibvirtRefusal refusal) {
        if (refusal.missing()) {
            return gone(attempt, workload);
        }
        if (refusal.noRights()) {
            return failure(
                    ErrorCode.CONFLICT,
                    attempt,
                    workload,
                    refusal,
                    "let libvirt's user (see user and group in /etc/libvirt/qemu.conf) use the file and search its"
                            + " directories");
        }
        if (refusal.cause().contains("annot allocate memory")) {
            return failure(ErrorCode.NO_CAPACITY, attempt, workload, refusal, "free memory, or ask for less");
        }
        return refusal.badInput()
                ? failure(ErrorCode.INVALID_INPUT, attempt, workload, refusal, "correct the spec")
                : failure(
                        ErrorCode.CONFLICT,
                        attempt,
                        workload,
                        refusal,
                        "free what is in the way; see /var/log/libvirt/qemu for more");
    }

    static AgentException gone(String attempt, WorkloadKey workload) {
        return Failure.cannot(
                        ErrorCode.NOT_FOUND,
                        attempt,
                        workload.toString(),
                        "libvirt has no such machine",
                        "see whether somebody has removed it")
                .toException();
    }

    private static AgentException failure(
            ErrorCode code, String attempt, WorkloadKey workload, LibvirtRefusal refusal, String remedy) {
        return Failure.cannot(code, attempt, workload.toString(), refusal.cause(), remedy)
                .toException(refusal);
    }
}
