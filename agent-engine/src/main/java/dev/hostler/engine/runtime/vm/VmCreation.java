package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.VmAcceleration;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.vm.libvirt.HostConnection;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import dev.hostler.engine.runtime.vm.libvirt.Session;
import dev.hostler.engine.runtime.vm.seed.CloudInitSeed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Makes machines for instances, and leaves nothing behind when it can't. Thread-safe; one machine is made at a time, so
 * that no two can take the same disk.
 */
final class VmCreation {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ATTEMPT = "create machine of workload";

    private final HostConnection host;
    private final VmNames names;
    private final VmLabels labels;
    private final VmFiles files;
    private final VmDisks disks;
    private final VmNetworks networks;
    private final Definitions definitions;
    private final StartRecords records;
    private final KvmProof kvm;
    private final VmAcceleration usual;
    private final Semaphore turn = new Semaphore(1, true);

    VmCreation(
            HostConnection host,
            VmNames names,
            VmFiles files,
            VmDisks disks,
            VmNetworks networks,
            Definitions definitions,
            StartRecords records,
            KvmProof kvm,
            VmAcceleration usual) {
        this.host = host;
        this.names = names;
        this.labels = new VmLabels(names.agentId());
        this.files = files;
        this.disks = disks;
        this.networks = networks;
        this.definitions = definitions;
        this.records = records;
        this.kvm = kvm;
        this.usual = usual;
    }

    /** Makes a machine, or returns the one that an interrupted call has made. */
    InstanceHandle create(InstanceName name, VmSpec spec) throws InterruptedException {
        boolean onKvm = kvm.use(spec.acceleration() == VmAcceleration.AUTO ? usual : spec.acceleration());
        turn.acquire();
        try {
            List<Definition> all = call(name.workload(), definitions::all);
            Optional<String> same = all.stream()
                    .filter(other -> other.name().equals(Optional.of(name)))
                    .map(Definition::uuid)
                    .findFirst();
            String uuid = same.isPresent() ? same.get() : make(name, spec, onKvm, all);
            return VmNames.handle(name.workload(), uuid);
        } finally {
            turn.release();
        }
    }

    private String make(InstanceName name, VmSpec spec, boolean onKvm, List<Definition> all)
            throws InterruptedException {
        WorkloadKey workload = name.workload();
        String uuid = names.uuid(name);
        List<DomainPlan.PlacedDisk> placed = disks.place(workload, spec);
        requireNothingInTheWay(workload, spec, placed, all);
        List<MadeList.Made> made = new ArrayList<>();
        try {
            // Of a machine that somebody has removed behind our back.
            files.removeInstance(workload, uuid);
            records.forget(uuid);
            files.make(workload);
            made.addAll(disks.provide(workload, spec, placed));
            made.addAll(call(workload, session -> networks.reserve(session, workload, spec)));
            DomainPlan plan = plan(name, uuid, spec, onKvm, withSeed(workload, uuid, spec, placed))
                    .renamed(domain(name, uuid, spec, all));
            call(workload, session -> {
                session.define(plan.xml());
                return uuid;
            });
            return uuid;
        } catch (AgentException | InterruptedException e) {
            undo(workload, uuid, made, e);
            throw e;
        }
    }

    /** A machine that comes in another one's place gets the workload's name when it starts. */
    private String domain(InstanceName name, String uuid, VmSpec spec, List<Definition> all) {
        return spec.domainName()
                .map(plain -> all.stream().anyMatch(other -> other.domain().equals(plain))
                        ? VmNames.besides(plain, uuid)
                        : plain)
                .orElseGet(() -> names.domain(name));
    }

    private void requireNothingInTheWay(
            WorkloadKey workload, VmSpec spec, List<DomainPlan.PlacedDisk> placed, List<Definition> all)
            throws InterruptedException {
        disks.requireUsable(placed);
        List<Failure> found = new ArrayList<>(
                new Conflicts(workload, all).of(spec.domainName(), placed, networks.macs(workload, spec)));
        found.addAll(call(workload, session -> networks.findings(session, workload, spec)));
        if (!found.isEmpty()) {
            throw found.get(0).toException();
        }
    }

    private List<DomainPlan.PlacedDisk> withSeed(
            WorkloadKey workload, String uuid, VmSpec spec, List<DomainPlan.PlacedDisk> placed) {
        String id = workload.id().value();
        Optional<byte[]> image =
                CloudInitSeed.image(spec.cloudInit(), id, spec.name().orElse(id));
        if (image.isEmpty()) {
            return placed;
        }
        Path file = files.seed(workload, uuid);
        files.write(file, image.get());
        List<DomainPlan.PlacedDisk> all = new ArrayList<>(placed);
        all.add(new DomainPlan.PlacedDisk(seed(file, placed), file, ""));
        return all;
    }

    /**
     * A guest that starts from a virtual disk has a driver for one; kernels made for clouds often have none for a CD. The
     * device hda is in the same place as sda.
     */
    private static VmDisk seed(Path file, List<DomainPlan.PlacedDisk> placed) {
        Set<String> taken = placed.stream()
                .map(disk -> disk.disk().device().replace('h', 's'))
                .collect(Collectors.toCollection(HashSet::new));
        boolean virtual = taken.stream().anyMatch(device -> device.startsWith("v"));
        String device = VmDisks.free(virtual ? "vd" : "sd", taken);
        return virtual
                ? VmDisk.at(device, file.toString()).as(VmDisk.Format.RAW).forReading()
                : VmDisk.cdrom(device, file.toString());
    }

    private DomainPlan plan(
            InstanceName name, String uuid, VmSpec spec, boolean onKvm, List<DomainPlan.PlacedDisk> placed) {
        WorkloadKey workload = name.workload();
        return new DomainPlan(
                spec,
                uuid,
                names.domain(name),
                labels.of(name, spec.domainName(), spec.metadata()),
                onKvm,
                placed,
                networks.macs(workload, spec),
                files.console(workload, uuid),
                files.variables(workload));
    }

    /** Disks that were just made have nothing on them yet. */
    private void undo(WorkloadKey workload, String uuid, List<MadeList.Made> made, Exception cause)
            throws InterruptedException {
        try {
            for (MadeList.Made one : made) {
                if (one.isReservation()) {
                    call(workload, session -> {
                        networks.release(session, workload, one);
                        return one;
                    });
                } else {
                    disks.remove(workload, one);
                }
            }
            files.removeInstance(workload, uuid);
        } catch (AgentException e) {
            // The next call finds them by the list.
            cause.addSuppressed(e);
        }
    }

    /** Defines a machine anew, and gives a running guest its new memory. */
    void update(InstanceHandle instance, InstanceName name, VmSpec spec) throws InterruptedException {
        WorkloadKey workload = instance.workload();
        String uuid = VmNames.uuid(instance);
        boolean onKvm = kvm.use(spec.acceleration() == VmAcceleration.AUTO ? usual : spec.acceleration());
        List<DomainPlan.PlacedDisk> placed = withSeed(workload, uuid, spec, disks.place(workload, spec));
        call(workload, session -> {
            Definition before = definitions
                    .of(session, uuid)
                    .orElseThrow(() -> VmRefusals.gone("update machine of workload", workload));
            DomainPlan plan = plan(name, uuid, spec, onKvm, placed);
            session.define(plan.renamed(before.domain()).xml());
            definitions.forget(uuid);
            if (session.state(uuid).filter(state -> state.id() >= 0).isPresent()) {
                session.setMemory(uuid, spec.memoryBytes());
            }
            return uuid;
        });
    }

    private <T> T call(WorkloadKey workload, HostConnection.Work<T> work) throws InterruptedException {
        try {
            return host.call("create machine", LIMIT, work);
        } catch (LibvirtRefusal refusal) {
            throw VmRefusals.of(ATTEMPT, workload, refusal);
        }
    }

    /** Returns what would make a wish fail at once. */
    List<Failure> findings(Session session, WorkloadKey workload, VmSpec spec) throws LibvirtRefusal {
        List<DomainPlan.PlacedDisk> placed = disks.place(workload, spec);
        List<Failure> found = new ArrayList<>(new Conflicts(workload, definitions.all(session))
                .of(spec.domainName(), placed, networks.macs(workload, spec)));
        found.addAll(networks.findings(session, workload, spec));
        return found;
    }
}
