package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.runtime.feed.SteadyWatch;
import dev.hostler.engine.runtime.vm.libvirt.DomainListener;
import dev.hostler.engine.runtime.vm.libvirt.HostConnection;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import dev.hostler.engine.runtime.vm.libvirt.Subscription;
import java.time.Duration;
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
    private static final Duration ADDRESS_PAUSE = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration ASK = Duration.ofSeconds(20);

    private final HostConnection host;
    private final Definitions definitions;
    private final AddressBook addresses;
    private final SteadyWatch watch;

    VmWatch(HostConnection host, Scheduler scheduler, Definitions definitions, AddressBook addresses) {
        this.host = host;
        this.definitions = definitions;
        this.addresses = addresses;
        this.watch = new SteadyWatch(scheduler, "vms", this::follow);
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
    void start(Runnable listener) {
        watch.start(listener);
    }

    /** Follows one connection to its end; returns whether there was one. */
    private boolean follow(Runnable tell) throws InterruptedException {
        Bell bell = new Bell();
        try (Subscription events = host.subscribe(bell)) {
            definitions.begin();
            tell.run();
            while (!bell.lost) {
                boolean expecting = addresses.isExpecting();
                boolean news = bell.await(expecting ? ADDRESS_PAUSE : SILENCE);
                if (bell.lost) {
                    break;
                }
                if (news || expecting && askForAddresses()) {
                    tell.run();
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

    /** Ends the watch; the listener is not told any more. Idempotent. */
    @Override
    public void close() {
        watch.close();
    }
}
