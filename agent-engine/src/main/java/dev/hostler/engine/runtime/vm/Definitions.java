package dev.hostler.engine.runtime.vm;

import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import dev.hostler.engine.runtime.vm.libvirt.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the host's machines are defined, read once for each as long as events tell of changes. Thread-safe; its lock is not
 * held while libvirt is asked.
 */
final class Definitions {
    private final VmLabels labels;
    private final Map<String, Definition> known = new HashMap<>();
    private boolean told;
    private long changes;

    Definitions(VmLabels labels) {
        this.labels = labels;
    }

    /** Returns a machine's definition; empty if it is gone. */
    Optional<Definition> of(Session session, String uuid) throws LibvirtRefusal {
        long before;
        synchronized (this) {
            Definition there = known.get(uuid);
            if (told && there != null) {
                return Optional.of(there);
            }
            before = changes;
        }
        Optional<Definition> read = session.definition(uuid).map(xml -> Definition.read(labels, xml));
        synchronized (this) {
            if (told && before == changes) {
                read.ifPresent(definition -> known.put(uuid, definition));
            }
        }
        return read;
    }

    /** Returns the definitions of all machines of the host, everybody's. */
    List<Definition> all(Session session) throws LibvirtRefusal {
        List<Definition> all = new ArrayList<>();
        for (String xml : session.definitions()) {
            all.add(Definition.read(labels, xml));
        }
        return all;
    }

    /** From now on changes are told. */
    synchronized void begin() {
        told = true;
        changes++;
        known.clear();
    }

    /** Changes are not told any more. */
    synchronized void end() {
        told = false;
        changes++;
        known.clear();
    }

    /** A machine is defined otherwise, or not at all any more. */
    synchronized void forget(String uuid) {
        changes++;
        known.remove(uuid);
    }

    /** Keeps what is there. */
    synchronized void retain(Set<String> uuids) {
        known.keySet().retainAll(uuids);
    }
}
