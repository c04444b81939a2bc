package dev.hostler.engine.health;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.Instance.Health;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.ProgramRuntime;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.HealthCheck;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The agent's own opinion of the health of one runtime's instances. Thread-safe.
 *
 * <p>Implementation note: the object's lock guards the probings. It is not held while terms are looked up or an instance is
 * asked.
 */
public final class HealthBoard implements AutoCloseable {
    private final WorkloadRuntime runtime;
    private final Scheduler scheduler;
    private final Function<Instance, Optional<Terms>> terms;
    private final Runnable changed;
    private final Map<InstanceHandle, Asked> asked = new HashMap<>();
    private boolean closed;

    /** One start of an instance, and on which terms it is asked. */
    private record Asked(Terms terms, Optional<Instant> startedAt, Probing probing) {
        boolean fits(Terms now, Instance instance) {
            return terms.equals(now) && startedAt.equals(instance.startedAt());
        }
    }

    /**
     * Creates a board that asks nobody yet.
     *
     * @param runtime runs programs, if it can
     * @param terms says how an instance is to be asked, if at all
     * @param changed told when an opinion is another one
     */
    public HealthBoard(
            WorkloadRuntime runtime, Scheduler scheduler, Function<Instance, Optional<Terms>> terms, Runnable changed) {
        this.runtime = runtime;
        this.scheduler = scheduler;
        this.terms = terms;
        this.changed = changed;
    }

    /** Takes note of what is there, all of it, and returns it with the agent's opinion in place of the host's. */
    public List<Instance> judge(List<Instance> seen) {
        Map<InstanceHandle, Terms> wanted = new HashMap<>();
        for (Instance instance : seen) {
            if (instance.state() == Instance.State.RUNNING) {
                terms.apply(instance).ifPresent(found -> wanted.put(instance.handle(), found));
            }
        }
        return judge(seen, wanted);
    }

    private synchronized List<Instance> judge(List<Instance> seen, Map<InstanceHandle, Terms> wanted) {
        asked.entrySet().removeIf(known -> {
            boolean gone = !wanted.containsKey(known.getKey());
            if (gone) {
                known.getValue().probing().close();
            }
            return gone;
        });
        return closed
                ? seen
                : seen.stream()
                        .map(instance -> Optional.ofNullable(wanted.get(instance.handle()))
                                .map(now -> judged(instance, now))
                                .orElse(instance))
                        .toList();
    }

    private Instance judged(Instance instance, Terms now) {
        Asked known = asked.get(instance.handle());
        if (known == null || !known.fits(now, instance)) {
            if (known != null) {
                known.probing().close();
            }
            known = new Asked(
                    now,
                    instance.startedAt(),
                    new Probing(question(instance.handle(), now), now.check(), scheduler, changed));
            asked.put(instance.handle(), known);
        }
        Opinion opinion = known.probing().opinion();
        return instance.judged(
                opinion.health(),
                opinion.health() == Health.UNHEALTHY
                        ? "fails its health check: " + opinion.reason()
                        : instance.message());
    }

    private Question question(InstanceHandle instance, Terms now) {
        HealthCheck.Probe probe = now.check().probe();
        Optional<String> address = now.address();
        if (probe instanceof HealthCheck.Exec program && runtime instanceof ProgramRuntime programs) {
            return new ExecQuestion(programs, instance, program);
        } else if (probe instanceof HealthCheck.Http page && address.isPresent()) {
            return new HttpQuestion(address.get(), page, scheduler);
        } else if (probe instanceof HealthCheck.Tcp port && address.isPresent()) {
            return new TcpQuestion(address.get(), port.port());
        }
        return limit -> Optional.of("it has no address to be asked at");
    }

    /** Asks nobody any more. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        asked.values().forEach(known -> known.probing().close());
        asked.clear();
    }
}
