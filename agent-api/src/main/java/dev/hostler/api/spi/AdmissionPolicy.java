package dev.hostler.api.spi;

import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.meta.Experimental;
import java.util.List;
import java.util.Set;

/** Says what may run on this host. Asked before anything is stored; every policy must agree. Thread-safe. */
@Experimental
public interface AdmissionPolicy {
    /**
     * Judges a request. Does no I/O but resolving symbolic links.
     *
     * @return one failure for each refusal, which names the rule and how an operator allows it; empty: admitted
     */
    List<Failure> review(Request request);

    /**
     * What a job or workload asks of the host, whatever its kind. Immutable.
     *
     * @param owner who asks
     * @param subject what for, for messages: noun and id
     * @param abilities powers beyond an ordinary container's, by name, such as {@code privileged} or {@code host-network}
     * @param hostPaths paths of the host it wants to see
     * @param images images it runs
     */
    @Experimental
    record Request(Owner owner, String subject, Set<String> abilities, Set<String> hostPaths, Set<String> images) {
        /** Copies the sets. */
        public Request {
            abilities = Set.copyOf(abilities);
            hostPaths = Set.copyOf(hostPaths);
            images = Set.copyOf(images);
        }
    }
}
