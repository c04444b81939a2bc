package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.runtime.vm.libvirt.DomainListener;
import dev.hostler.engine.runtime.vm.libvirt.HostConnection;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import dev.hostler.engine.runtime.vm.libvirt.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows libvirt's events, over one connection after the other, and tells a listener to look. Thread-safe; the watching
 * thread alone connects and tells.
 */
final class VmWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VmWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(5);
    private static final Duration ADDRESS_PAUSE = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration ASK = Duration.ofSeconds(20);
    private static final Duration END = Duration.ofSeconds(10);

    private final HostConnection host;
    private final Scheduler scheduler;
    private final Definitions definitions;
    private final AddressBook addresses;
    private Optional<Scheduler.Task> task = Optional.empty();
    private boolean closed;

    VmWatch(HostConnection host, Scheduler scheduler, Definitions definitions, AddressBook addresses) {
        this.host = host;
        this.scheduler = scheduler;
        this.definitions = definitions;
        this.addresses = addresses;
    }

    /** Rings when something has happened; many times while nobody waits are one. */
    private final class Bell implements DomainListener {
        private final BlockingQueue<Boolean> rung = new ArrayBlockingQueue<>(1);
        private volatile boolean lost;

        @Override
        public void changed(String uuid, int event) {
            definitions.forget(uuid);
            rung.offer(true);
        }

        @Override
        public void lost() {
            lost = true;
            rung.offer(true);
        }

        boolean await(Duration limit) throws InterruptedException {
            return rung.poll(limit.toNanos(), TimeUnit.NANOSECONDS) != null;
        }
    }

    /** Begins to tell, unless it is closed already; called once. */
    synchronized void start(Runnable listener) {
        if (!closed) {
            task = Optional.of(scheduler.start("vms-watch", () -> run(listener)));
        }
    }

    private void run(Runnable listener) {
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                boolean begun = follow(listener);
                if (begun) {
                    // Machines may have ended together with it, of which no event tells.
                    tell(listener);
                }
                pause = begun ? FIRST_PAUSE : longer(pause);
                scheduler.sleep(pause);
            }
        } catch (InterruptedException closing) {
            LOG.debug("Machines are not watched any more");
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LAST_PAUSE) < 0 ? twice : LAST_PAUSE;
    }

    /** Follows one connection to its end; returns whether there was one. */
    private boolean follow(Runnable listener) throws InterruptedException {
        Bell bell = new Bell();
        try (Subscription events = host.subscribe(bell)) {
            definitions.begin();
            tell(listener);
            while (!bell.lost) {
                boolean expecting = addresses.isExpecting();
                boolean news = bell.await(expecting ? ADDRESS_PAUSE : SILENCE);
                if (bell.lost) {
                    break;
                }
                if (news || expecting && askForAddresses()) {
                    tell(listener);
                }
            }
            return true;
        } catch (AgentException e) {
            LOG.debug("Machines can't be watched now: {}", e.getMessage());
            return false;
        } finally {
            definitions.end();
        }
    }

    private boolean askForAddresses() throws InterruptedException {
        try {
            return host.call("ask for addresses of machines", ASK, addresses::ask);
        } catch (LibvirtRefusal | AgentException e) {
            LOG.debug("Addresses of machines can't be had now: {}", e.getMessage());
            return false;
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.warn("What was told that machines have changed has failed", e);
        }
    }

    /** Ends the watch; the listener is not told any more. Idempotent. */
    @Override
    public void close() {
        Optional<Scheduler.Task> running;
        synchronized (this) {
            closed = true;
            running = task;
        }
        running.ifPresent(Scheduler.Task::cancel);
        try {
            if (running.isPresent() && !running.get().join(END)) {
                LOG.debug("The watch of machines does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
