package dev.hostler.engine.runtime.vm;

import dev.hostler.api.spi.Scheduler;
import dev.hostler.engine.runtime.vm.libvirt.CardAddresses;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import dev.hostler.engine.runtime.vm.libvirt.Session;
import dev.hostler.engine.runtime.vm.libvirt.Session.AddressSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The addresses of running machines. Libvirt tells of none by itself, so machines that have cards and no address yet are
 * looked at again for a while. Thread-safe; its lock is not held while libvirt is asked.
 */
final class AddressBook {
    /** For so long after its start a guest is expected to get an address. */
    private static final Duration EXPECTED = Duration.ofMinutes(3);

    private final Scheduler scheduler;
    private final Map<Running, List<CardAddresses>> known = new HashMap<>();
    private final Map<Running, Long> awaited = new HashMap<>();

    AddressBook(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * A machine from one start to its end. Immutable.
     *
     * @param uuid which machine
     * @param domain its number since then
     */
    record Running(String uuid, int domain) {}

    /** Returns a machine's addresses as last known; none if there are none yet. */
    synchronized List<CardAddresses> of(Running machine) {
        return known.getOrDefault(machine, List.of());
    }

    /** Takes note of which machines with cards run. */
    synchronized void see(Set<Running> machines) {
        known.keySet().retainAll(machines);
        awaited.keySet().retainAll(machines);
        for (Running machine : machines) {
            if (!known.containsKey(machine)) {
                awaited.putIfAbsent(machine, scheduler.nanoTime());
            }
        }
    }

    /** Returns whether an address may come any moment. */
    synchronized boolean isExpecting() {
        long now = scheduler.nanoTime();
        return awaited.values().stream().anyMatch(since -> now - since < EXPECTED.toNanos());
    }

    /** Asks for addresses that are not known yet; returns whether any has come. */
    boolean ask(Session session) {
        Set<Running> open;
        synchronized (this) {
            open = new HashSet<>(awaited.keySet());
        }
        boolean news = false;
        for (Running machine : open) {
            List<CardAddresses> found = ask(session, machine.uuid());
            if (!found.isEmpty()) {
                note(machine, found);
                news = true;
            }
        }
        return news;
    }

    private synchronized void note(Running machine, List<CardAddresses> found) {
        if (awaited.remove(machine) != null) {
            known.put(machine, found);
        }
    }

    private static List<CardAddresses> ask(Session session, String uuid) {
        for (AddressSource source : AddressSource.values()) {
            List<CardAddresses> found = new ArrayList<>();
            try {
                session.addresses(uuid, source).stream()
                        .filter(card ->
                                !card.name().equals("lo") && !card.addresses().isEmpty())
                        .forEach(found::add);
            } catch (LibvirtRefusal nothingThere) {
                // No agent in the guest, or no such source in this version: the next one may know.
                continue;
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }
}
