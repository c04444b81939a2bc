package dev.hostler.launcher.grpc.control;

import dev.hostler.launcher.grpc.proto.control.HeartbeatResponse;
import dev.hostler.launcher.grpc.proto.control.RegisterNodeResponse;
import dev.hostler.launcher.grpc.server.Workers;
import dev.hostler.launcher.grpc.service.Draining;
import dev.hostler.launcher.grpc.tls.TlsFiles;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the node known to its scheduler: registers, tells at once how it is, and again at the pace that the scheduler asks
 * for. Whatever goes wrong, it registers anew over a new connection, after a wait that doubles until a heartbeat succeeds.
 * Thread-safe.
 */
public final class SchedulerLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulerLoop.class);
    private static final long CLOSE_MILLIS = 2_000;

    private final String address;
    private final Optional<TlsFiles> tls;
    private final NodeReports reports;
    private final Draining draining;
    private final Pace pace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private int failures;

    /** The node is not known any more, for a reason that people read. */
    private static final class Forgotten extends Exception {
        private static final long serialVersionUID = 1L;

        Forgotten(String reason) {
            super(reason);
        }
    }

    private SchedulerLoop(String address, Optional<TlsFiles> tls, NodeReports reports, Draining draining, Pace pace) {
        this.address = address;
        this.tls = tls;
        this.reports = reports;
        this.draining = draining;
        this.pace = pace;
        this.thread = Workers.start("scheduler", this::run);
    }

    /**
     * Begins; returns at once.
     *
     * @param address the scheduler's host and port
     * @param tls what proves who is who; empty: nothing
     * @param draining is told what the scheduler wants
     */
    public static SchedulerLoop start(
            String address, Optional<TlsFiles> tls, NodeReports reports, Draining draining, Pace pace) {
        return new SchedulerLoop(address, tls, reports, draining, pace);
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                attend();
                closed.await(failures == 0 ? 0 : pace.afterFailures(failures).toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection, until it is of no use any more. */
    private void attend() throws InterruptedException {
        try (SchedulerCalls calls = SchedulerCalls.open(address, tls, pace.call())) {
            List<String> types = reports.types();
            RegisterNodeResponse registered = calls.register(reports.registration(types));
            if (!registered.getAccepted()) {
                throw new Forgotten("it does not accept the node: " + registered.getReason());
            }
            LOG.info("Registered at scheduler {}", address);
            beat(
                    calls,
                    types,
                    pace.interval(registered.getHeartbeatIntervalSeconds()),
                    Lease.of(registered.hasLeaseExpiresAt(), registered.getLeaseExpiresAt()));
        } catch (Forgotten | StatusRuntimeException | SSLException trouble) {
            note(trouble);
        } catch (RuntimeException defect) {
            LOG.error("The loop to scheduler {} goes on after a defect", address, defect);
            failures++;
        }
    }

    private void note(Exception trouble) {
        if (closed.getCount() == 0) {
            return;
        }
        failures++;
        LOG.warn(
                "Scheduler {} is not told how this node is: {}; the next attempt is in {} ms",
                address,
                words(trouble),
                pace.afterFailures(failures).toMillis());
    }

    private static String words(Exception trouble) {
        if (trouble instanceof StatusRuntimeException call) {
            Throwable cause = call.getStatus().getCause();
            return call.getStatus().getCode() + " " + call.getStatus().getDescription()
                    + (cause == null ? "" : " (" + cause.getMessage() + ")");
        }
        return String.valueOf(trouble.getMessage());
    }

    private void beat(SchedulerCalls calls, List<String> types, Duration interval, Lease first)
            throws InterruptedException, Forgotten {
        Lease lease = first;
        do {
            if (lease.hasEnded()) {
                throw new Forgotten("the lease has ended");
            }
            HeartbeatResponse answer = calls.heartbeat(reports.heartbeat());
            if (!answer.getAcknowledged()) {
                throw new Forgotten("the heartbeat was not acknowledged");
            }
            failures = 0;
            drain(answer.getDrainNode());
            lease = Lease.of(answer.hasLeaseExpiresAt(), answer.getLeaseExpiresAt());
            if (!reports.types().equals(types)) {
                LOG.info("The types that this node can run have changed: it registers anew");
                return;
            }
        } while (!closed.await(lease.wait(interval).toMillis(), TimeUnit.MILLISECONDS));
    }

    private void drain(boolean wanted) {
        if (draining.set(wanted)) {
            LOG.warn(
                    wanted
                            ? "The scheduler drains this node: no new workloads are taken, those that are here go on"
                            : "The scheduler drains this node no more: new workloads are taken");
        }
    }

    /** Ends a call that runs, too. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
