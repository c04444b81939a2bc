package dev.hostler.engine.runtime.container;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.EventActor;
import dev.hostler.api.workload.WorkloadKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which names the engine's containers have, whosever they are: listed once for each event stream, and kept from then on by
 * what the stream tells. It may be a moment behind: that a name is taken has to be asked again, and whoever makes a
 * container hears from the engine that its name was free no more. Thread-safe; {@code this} guards the fields.
 *
 * <p>Implementation note: from when a list is asked for until it is here, {@code known} has what events told meanwhile, and
 * an empty value for a container that has gone, so that a list which is older than its end does not bring it back.
 */
public final class NamesInUse {
    private static final String NAME = "name";

    private final WorkloadLabels labels;
    private final Map<String, Optional<Holder>> known = new HashMap<>();
    private boolean fed;
    private boolean listed;
    private int listers;
    private long stream;

    /** Creates it for workloads whose containers have such labels. */
    public NamesInUse(WorkloadLabels labels) {
        this.labels = labels;
    }

    private record Holder(String name, Optional<WorkloadKey> workload) {
        boolean keepsFrom(String wanted, WorkloadKey asking) {
            return name.equals(wanted) && !workload.equals(Optional.of(asking));
        }
    }

    /** Asks for all containers. */
    @FunctionalInterface
    public interface Listing {
        /** Returns them. */
        List<Container> all() throws InterruptedException;
    }

    /** Returns whether nobody but the workload itself has a name; false also if that is not known. */
    public synchronized boolean isFree(String name, WorkloadKey workload) {
        return listed
                && known.values().stream()
                        .flatMap(Optional::stream)
                        .noneMatch(holder -> holder.keepsFrom(name, workload));
    }

    /** Returns whether a list of all containers would be of use for some time. */
    public synchronized boolean wantsList() {
        return fed && !listed;
    }

    /** Asks for all containers, and keeps their names as long as the stream goes on. */
    public List<Container> list(Listing listing) throws InterruptedException {
        long begun = begin();
        try {
            List<Container> all = listing.all();
            keep(begun, all);
            return all;
        } finally {
            end();
        }
    }

    private synchronized long begin() {
        listers++;
        return stream;
    }

    private synchronized void keep(long begun, List<Container> all) {
        if (!fed || listed || begun != stream) {
            return;
        }
        for (Container container : all) {
            ContainerList.names(container).stream()
                    .map(name -> Optional.of(holder(name, ContainerList.labels(container))))
                    .forEach(holder -> known.putIfAbsent(container.getId(), holder));
        }
        known.values().removeIf(Optional::isEmpty);
        listed = true;
    }

    private synchronized void end() {
        listers--;
        if (listers == 0 && !listed) {
            known.clear();
        }
    }

    private Holder holder(String name, Map<String, String> itsLabels) {
        return new Holder(name, labels.workloadOf(itsLabels));
    }

    /** Takes what the stream tells of a container; its attributes are its name and its labels. */
    synchronized void see(@Nullable String action, EventActor container) {
        Map<String, String> told =
                Optional.ofNullable(container.getAttributes()).orElse(Map.of());
        if (!listed && listers == 0) {
            return;
        }
        if (!"destroy".equals(action)) {
            Optional.ofNullable(told.get(NAME))
                    .ifPresent(name -> known.put(container.getId(), Optional.of(holder(name, told))));
        } else if (listed) {
            known.remove(container.getId());
        } else {
            known.put(container.getId(), Optional.empty());
        }
    }

    /** A stream has begun: what was before it counts no more. */
    synchronized void streamBegins() {
        streamEnds();
        fed = true;
    }

    /** The stream has ended. */
    synchronized void streamEnds() {
        known.clear();
        fed = false;
        listed = false;
        stream++;
    }
}
