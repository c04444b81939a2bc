package dev.hostler.engine.runtime.vm;

import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.vm.libvirt.HostConnection;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import dev.hostler.engine.runtime.vm.libvirt.Session;
import java.time.Duration;
import java.util.Optional;

/** Acts on machines that are there; each can be repeated. Thread-safe. */
final class VmActs {
    private static final Duration ACT = Duration.ofSeconds(60);

    /** Whoever wants to wait longer for an end does not want it. */
    private static final Duration LONGEST_GRACE = Duration.ofHours(1);

    /** A guest that was still starting has not heard the first time; it is asked again, then after twice that time. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final HostConnection host;
    private final Scheduler scheduler;
    private final VmFiles files;
    private final StartRecords records;
    private final VmNetworks networks;
    private final VmDisks disks;
    private final Definitions definitions;
    private final DomainNames domains;

    VmActs(
            HostConnection host,
            Scheduler scheduler,
            VmFiles files,
            StartRecords records,
            VmNetworks networks,
            VmDisks disks,
            Definitions definitions) {
        this.host = host;
        this.scheduler = scheduler;
        this.files = files;
        this.records = records;
        this.networks = networks;
        this.disks = disks;
        this.definitions = definitions;
        this.domains = new DomainNames(definitions);
    }

    void start(InstanceHandle instance) throws InterruptedException {
        String uuid = VmNames.uuid(instance);
        String attempt = "start machine of workload";
        Optional<Session.State> running = act(attempt, instance, session -> {
            Optional<DomainState> before = state(session, uuid);
            if (before.isEmpty()) {
                throw VmRefusals.gone(attempt, instance.workload());
            }
            if (before.get() == DomainState.PAUSED) {
                session.resume(uuid);
            } else if (!before.get().isAlive()) {
                domains.take(session, instance.workload(), uuid);
                session.start(uuid);
            }
            return session.state(uuid);
        });
        running.filter(state -> state.id() >= 0)
                .ifPresent(state -> records.runs(instance.workload(), uuid, state.id()));
    }

    /** Gives a machine its workload's name; one that runs has had it since its start. */
    void promote(InstanceHandle instance) throws InterruptedException {
        String uuid = VmNames.uuid(instance);
        act("rename machine of workload", instance, session -> {
            if (state(session, uuid).filter(state -> !state.isAlive()).isPresent()) {
                domains.take(session, instance.workload(), uuid);
            }
            return uuid;
        });
    }

    private static Optional<DomainState> state(Session session, String uuid) throws LibvirtRefusal {
        return session.state(uuid).map(state -> DomainState.of(state.state()));
    }

    /** Presses the power button, and pulls the plug when the grace is over. */
    void stop(InstanceHandle instance, Duration grace) throws InterruptedException {
        String uuid = VmNames.uuid(instance);
        String attempt = "stop machine of workload";
        Duration bounded = grace.compareTo(LONGEST_GRACE) < 0 ? grace : LONGEST_GRACE;
        long end = scheduler.nanoTime() + bounded.toNanos();
        long nextPress = scheduler.nanoTime();
        Duration pause = ASK_AGAIN;
        while (true) {
            Optional<DomainState> now = act(attempt, instance, session -> state(session, uuid));
            if (now.isEmpty() || !now.get().isAlive()) {
                return;
            }
            if (scheduler.nanoTime() - end >= 0 || now.get() == DomainState.PAUSED) {
                break;
            }
            if (scheduler.nanoTime() - nextPress >= 0) {
                press(instance, uuid);
                nextPress += pause.toNanos();
                pause = pause.multipliedBy(2);
            }
            scheduler.sleep(LOOK_AGAIN);
        }
        pull(attempt, instance, uuid);
    }

    /** A machine that has ended in between has no button any more. */
    private void press(InstanceHandle instance, String uuid) throws InterruptedException {
        act("stop machine of workload", instance, session -> {
            try {
                return session.pressPowerButton(uuid);
            } catch (LibvirtRefusal refusal) {
                if (refusal.code() == LibvirtRefusal.NOT_NOW) {
                    return false;
                }
                throw refusal;
            }
        });
    }

    private void pull(String attempt, InstanceHandle instance, String uuid) throws InterruptedException {
        act(attempt, instance, session -> {
            try {
                return session.destroy(uuid);
            } catch (LibvirtRefusal refusal) {
                if (refusal.code() == LibvirtRefusal.NOT_NOW) {
                    return false;
                }
                throw refusal;
            }
        });
    }

    /** Removes a machine, its own files, and what was kept for the last one of its workload. */
    void destroy(InstanceHandle instance) throws InterruptedException {
        String uuid = VmNames.uuid(instance);
        String attempt = "remove machine of workload";
        pull(attempt, instance, uuid);
        WorkloadKey workload = instance.workload();
        Optional<Definition> definition = act(attempt, instance, session -> definitions.of(session, uuid));
        act(attempt, instance, session -> {
            session.undefine(uuid);
            definitions.forget(uuid);
            boolean last = definitions.all(session).stream()
                    .noneMatch(other -> other.name()
                            .filter(name -> name.workload().equals(workload))
                            .isPresent());
            if (last) {
                networks.release(session, workload);
            }
            return last;
        });
        definition.map(Definition::domain).ifPresent(VmFiles::removeLibvirtsLog);
        files.removeInstance(workload, uuid);
        records.forget(uuid);
    }

    void destroyData(WorkloadKey workload) throws InterruptedException {
        if (networks.hasReserved(workload)) {
            // Its last machine was removed by others.
            String attempt = "free addresses of workload";
            act(attempt, new InstanceHandle(workload, ""), session -> {
                networks.release(session, workload);
                return true;
            });
        }
        disks.removeOf(workload);
    }

    private <T> T act(String attempt, InstanceHandle instance, HostConnection.Work<T> work)
            throws InterruptedException {
        try {
            return host.call(attempt, ACT, work);
        } catch (LibvirtRefusal refusal) {
            throw VmRefusals.of(attempt, instance.workload(), refusal);
        }
    }
}
