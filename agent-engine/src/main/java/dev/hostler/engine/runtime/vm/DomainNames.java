package dev.hostler.engine.runtime.vm;

import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import dev.hostler.engine.runtime.vm.libvirt.Session;
import java.util.Optional;

/**
 * Gives machines the names that their specs ask for. Libvirt renames only what does not run: so a machine that comes in
 * another one's place takes the name when it starts, and so does the other one, if it has to go on after all. Thread-safe.
 */
final class DomainNames {
    private final Definitions definitions;

    DomainNames(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Renames a machine that does not run, unless another one that runs has the name. */
    void take(Session session, WorkloadKey workload, String uuid) throws LibvirtRefusal {
        Optional<Definition> own = definitions.of(session, uuid);
        Optional<String> wanted = own.flatMap(Definition::wanted);
        if (wanted.isEmpty() || own.get().domain().equals(wanted.get())) {
            return;
        }
        for (Definition other : definitions.all(session)) {
            if (other.domain().equals(wanted.get()) && !moveAside(session, workload, other)) {
                return;
            }
        }
        rename(session, uuid, wanted.get());
    }

    /** Returns whether its name is free then. */
    private boolean moveAside(Session session, WorkloadKey workload, Definition other) throws LibvirtRefusal {
        boolean runs = session.state(other.uuid())
                .map(state -> DomainState.of(state.state()))
                .filter(DomainState::isAlive)
                .isPresent();
        if (runs || !other.isOf(workload)) {
            return false;
        }
        rename(session, other.uuid(), VmNames.besides(other.domain(), other.uuid()));
        return true;
    }

    private void rename(Session session, String uuid, String name) throws LibvirtRefusal {
        session.rename(uuid, name);
        definitions.forget(uuid);
    }
}
