package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.Failure;
import dev.hostler.api.log.LogQuery;
import dev.hostler.api.log.TimedLogStream;
import dev.hostler.api.node.Capability;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.RuntimeProvider;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.api.workload.WorkloadUsage;
import dev.hostler.engine.runtime.vm.libvirt.HostConnection;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import dev.hostler.engine.runtime.vm.libvirt.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps workloads as virtual machines of libvirt. Thread-safe. */
final class VmRuntime implements WorkloadRuntime {
    private static final Duration FINGERPRINT = Duration.ofMillis(4500);

    private final HostConnection host;
    private final VmCreation creation;
    private final VmActs acts;
    private final VmObserver observer;
    private final VmPreflight preflight;
    private final VmUsageReader usage;
    private final VmWatch watch;
    private final ConsoleLogs logs;

    private VmRuntime(VmSettings settings, RuntimeProvider.Context context) {
        Scheduler scheduler = context.scheduler();
        this.host = new HostConnection(scheduler, settings.uri(), context.directory());
        VmNames names = new VmNames(context.agentId());
        VmFiles files = new VmFiles(settings.directory(), names);
        MadeList made = new MadeList(files);
        VmDisks disks = new VmDisks(files, made, new QemuImages(context.processes()));
        VmNetworks networks = new VmNetworks(names, made);
        Definitions definitions = new Definitions(new VmLabels(context.agentId()));
        StartRecords records = new StartRecords(files, scheduler);
        AddressBook addresses = new AddressBook(scheduler);
        KvmProof kvm = new KvmProof(context.processes(), context.directory(), scheduler.bootId());
        this.creation =
                new VmCreation(host, names, files, disks, networks, definitions, records, kvm, settings.acceleration());
        this.acts = new VmActs(host, scheduler, files, records, networks, disks, definitions);
        this.observer = new VmObserver(host, definitions, records, addresses, files);
        this.preflight = new VmPreflight(scheduler, host, creation, disks);
        this.usage = new VmUsageReader(host, scheduler);
        this.watch = new VmWatch(host, scheduler, definitions, addresses);
        this.logs = new ConsoleLogs(host, scheduler, files, records);
    }

    static VmRuntime of(RuntimeProvider.Context context) {
        return new VmRuntime(VmSettings.read(context.settings()), context);
    }

    @Override
    public Fingerprint fingerprint() {
        try {
            String version = host.call("ask for version", FINGERPRINT, Session::version);
            return Fingerprint.available(version, "libvirt " + version, Set.of(new Capability("libvirt")));
        } catch (LibvirtRefusal refusal) {
            return Fingerprint.unavailable(
                    host.unexpected("ask for version", refusal).failure().message());
        } catch (AgentException e) {
            return Fingerprint.unavailable(e.failure().message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fingerprint.unavailable("interrupted while asking libvirt; ask again");
        }
    }

    @Override
    public List<Instance> observeAll() throws InterruptedException {
        List<Instance> seen = observer.look();
        usage.see(seen);
        return seen;
    }

    @Override
    public void watch(Runnable listener) {
        watch.start(listener);
    }

    @Override
    public Change change(WorkloadSpec from, WorkloadSpec to) {
        return new VmChange(VmProvider.spec(from), VmProvider.spec(to)).kind();
    }

    @Override
    public List<Failure> preflight(WorkloadKey key, WorkloadSpec spec) throws InterruptedException {
        return preflight.look(key, VmProvider.spec(spec));
    }

    /** Nothing is fetched: disks are files of this host. */
    @Override
    public void prepare(WorkloadKey key, WorkloadSpec spec, WorkloadNotices notices, CancellationToken cancellation) {
        VmProvider.spec(spec);
    }

    @Override
    public InstanceHandle create(InstanceName name, WorkloadSpec spec) throws InterruptedException {
        return creation.create(name, VmProvider.spec(spec));
    }

    @Override
    public void start(InstanceHandle instance) throws InterruptedException {
        acts.start(instance);
    }

    @Override
    public void update(InstanceHandle instance, InstanceName name, WorkloadSpec spec) throws InterruptedException {
        creation.update(instance, name, VmProvider.spec(spec));
    }

    @Override
    public void stop(InstanceHandle instance, Duration grace) throws InterruptedException {
        acts.stop(instance, grace);
    }

    /** A machine is found by its addresses too, which are the same for each instance of a workload. */
    @Override
    public void promote(InstanceHandle instance, WorkloadSpec spec) throws InterruptedException {
        acts.promote(instance);
    }

    @Override
    public void destroy(InstanceHandle instance) throws InterruptedException {
        acts.destroy(instance);
    }

    @Override
    public void destroyData(WorkloadKey key) throws InterruptedException {
        acts.destroyData(key);
    }

    @Override
    public Map<InstanceHandle, WorkloadUsage> usage() throws InterruptedException {
        return usage.read();
    }

    @Override
    public TimedLogStream log(InstanceHandle instance, LogQuery query) throws InterruptedException {
        return logs.open(instance, query);
    }

    @Override
    public void close() {
        watch.close();
        logs.close();
        host.close();
    }
}
