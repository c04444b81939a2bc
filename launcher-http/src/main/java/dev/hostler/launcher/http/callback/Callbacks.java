package dev.hostler.launcher.http.callback;

import dev.hostler.api.Agent;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobKey;
import dev.hostler.launcher.http.server.Workers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers results to those who asked for it, also after a restart of the agent. Thread-safe. */
public final class Callbacks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private final Agent agent;
    private final Owner owner;
    private final Function<JobHandle, byte[]> wording;
    private final PendingCallbacks pending;
    private final Delivery delivery;
    private final Map<Callback, Thread> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Creates the deliveries; {@link #takeUp} goes on with those of an earlier run.
     *
     * @param directory where what is owed is kept
     * @param wording words the result of a job that has ended
     */
    public Callbacks(Agent agent, Owner owner, Path directory, Function<JobHandle, byte[]> wording) {
        this(agent, owner, directory, wording, Delivery.Pace.USUAL);
    }

    Callbacks(Agent agent, Owner owner, Path directory, Function<JobHandle, byte[]> wording, Delivery.Pace pace) {
        this.agent = agent;
        this.owner = owner;
        this.wording = wording;
        this.pending = new PendingCallbacks(directory);
        this.delivery = new Delivery(pace);
    }

    /** Goes on with what an earlier run of the agent owed. A job that was never accepted has no result to wait for. */
    public void takeUp() {
        for (Callback callback : pending.all()) {
            Optional<JobHandle> job = agent.job(new JobKey(owner, callback.job()));
            if (job.isPresent()) {
                start(callback, job.get());
            } else {
                pending.remove(callback);
            }
        }
    }

    /** Makes durable that a result will be owed, before its job is accepted. */
    public void promise(Callback callback) {
        pending.add(callback);
    }

    /** Takes a promise back: the job was not accepted. */
    public void withdraw(Callback callback) {
        if (!running.containsKey(callback)) {
            pending.remove(callback);
        }
    }

    /** Delivers what was promised as soon as the job has ended. */
    public void start(Callback callback, JobHandle job) {
        running.computeIfAbsent(callback, owed -> Workers.start("callback", () -> deliver(owed, job)));
    }

    private void deliver(Callback callback, JobHandle job) {
        try {
            job.await();
            delivery.deliver(callback, wording.apply(job));
            pending.remove(callback);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (AgentException e) {
            if (!closed) {
                LOG.warn("The result of job {} waits for the next start to be delivered", callback.job(), e);
            }
        } finally {
            running.remove(callback);
        }
    }

    /** Ends the deliveries; what is owed then is delivered after the next start. Idempotent. */
    @Override
    public void close() {
        closed = true;
        running.values().forEach(Thread::interrupt);
    }
}
