package dev.hostler.engine;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.api.workload.WorkloadStatus;
import java.util.List;
import java.util.Optional;

/** How a workload can be once nothing happens any more. */
enum Life {
    /** It is gone. */
    ABSENT,
    /** It runs, as it should. */
    RUNNING,
    /** It is there and does not run, as it should. */
    STOPPED,
    /** It has ended with success and is done. */
    COMPLETED,
    /** It has failed too often. */
    GIVEN_UP,
    /** Its image is missing; it is tried again and again. */
    BLOCKED;

    /** Returns whether a workload is like this. */
    boolean fits(Optional<Workload> workload, List<Instance> there) {
        if (workload.isEmpty() || this == ABSENT) {
            return this == ABSENT && workload.isEmpty() && there.isEmpty();
        }
        WorkloadStatus status = workload.get().status();
        WorkloadPhase phase = status.phase();
        boolean asWanted =
                status.revisions().observed().equals(status.revisions().wanted());
        return there.size() <= 1
                && switch (this) {
                    case RUNNING -> phase == WorkloadPhase.RUNNING && asWanted && runs(there);
                    case STOPPED -> phase == WorkloadPhase.STOPPED && asWanted && there.size() == 1 && !runs(there);
                    case COMPLETED -> phase == WorkloadPhase.COMPLETED && !runs(there);
                    case GIVEN_UP -> phase == WorkloadPhase.FAILED && status.gaveUp();
                    case BLOCKED -> phase == WorkloadPhase.FAILED && isImageMissing(status);
                    case ABSENT -> false;
                };
    }

    private static boolean runs(List<Instance> there) {
        return there.stream().anyMatch(instance -> instance.state() == Instance.State.RUNNING);
    }

    private static boolean isImageMissing(WorkloadStatus status) {
        return status.failure()
                .map(Failure::code)
                .filter(code -> code == ErrorCode.IMAGE_NOT_FOUND || code == ErrorCode.IMAGE_UNAVAILABLE)
                .isPresent();
    }
}
