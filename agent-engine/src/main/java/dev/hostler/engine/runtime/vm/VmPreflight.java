package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.vm.libvirt.HostConnection;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks for what would make a wish fail at once on this host. Thread-safe. */
final class VmPreflight {
    /** What is promised is a second; what takes longer goes on to its own end. */
    private static final Duration LIMIT = Duration.ofMillis(900);

    private static final Duration CALL = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final HostConnection host;
    private final VmCreation creation;
    private final VmDisks disks;

    VmPreflight(Scheduler scheduler, HostConnection host, VmCreation creation, VmDisks disks) {
        this.scheduler = scheduler;
        this.host = host;
        this.creation = creation;
        this.disks = disks;
    }

    /** Returns a failure for each finding; none also if libvirt can't be asked. */
    List<Failure> look(WorkloadKey workload, VmSpec spec) throws InterruptedException {
        CompletableFuture<List<Failure>> findings = new CompletableFuture<>();
        Scheduler.Task task = scheduler.start("vms-preflight", () -> settle(findings, workload, spec));
        try {
            return findings.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            task.cancel();
            throw e;
        }
    }

    private void settle(CompletableFuture<List<Failure>> findings, WorkloadKey workload, VmSpec spec) {
        try {
            disks.requireUsable(disks.place(workload, spec));
            findings.complete(host.call("look before", CALL, session -> creation.findings(session, workload, spec)));
        } catch (AgentException e) {
            findings.complete(e.code() == ErrorCode.RUNTIME_UNAVAILABLE ? List.of() : List.of(e.failure()));
        } catch (LibvirtRefusal | InterruptedException notNow) {
            findings.complete(List.of());
        } catch (Throwable defect) {
            findings.completeExceptionally(defect);
        }
    }
}
