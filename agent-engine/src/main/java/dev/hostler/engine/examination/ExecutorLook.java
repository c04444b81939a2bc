package dev.hostler.engine.examination;

import dev.hostler.api.job.Isolation;
import dev.hostler.api.node.Capability;
import dev.hostler.api.node.Finding;
import dev.hostler.api.node.Finding.Level;
import dev.hostler.api.node.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells from the fingerprints of executors and runtimes what can't be done here. */
public final class ExecutorLook {
    private static final Capability NAMESPACES = new Capability("process.namespaces");
    private static final String LIMITS = "process.limits.";
    private static final List<String> CONTROLLERS = List.of("cpu", "memory", "pids");

    private ExecutorLook() {}

    /** Says what executors can do. One that can't be used is a warning, none that can is a problem. */
    public static List<Finding> isolation(Map<String, Fingerprint> executors) {
        List<Finding> findings = new ArrayList<>();
        new TreeMap<>(executors).forEach((id, fingerprint) -> findings.addAll(isolation(id, fingerprint)));
        if (executors.values().stream().noneMatch(Fingerprint::available)) {
            findings.add(
                    Finding.problem("jobs", "no isolation can be used, so no job can run", "repair one of the above"));
        }
        return findings;
    }

    private static List<Finding> isolation(String id, Fingerprint fingerprint) {
        Finding itself = found("isolation " + id, fingerprint);
        if (!id.equals(Isolation.PROCESS.value()) || !fingerprint.available()) {
            return List.of(itself);
        }
        return List.of(
                fingerprint.capabilities().contains(NAMESPACES) ? itself : withoutNamespaces(itself),
                limits(fingerprint));
    }

    private static Finding withoutNamespaces(Finding found) {
        return Finding.warning(
                found.subject(),
                found.text(),
                "run the agent as root, or allow this user namespaces, so that jobs without a container are kept apart");
    }

    private static Finding limits(Fingerprint fingerprint) {
        List<String> missing = CONTROLLERS.stream()
                .filter(name -> !fingerprint.capabilities().contains(new Capability(LIMITS + name)))
                .toList();
        return missing.isEmpty()
                ? Finding.ok("control groups", "they limit jobs without a container: " + String.join(", ", CONTROLLERS))
                : Finding.warning(
                        "control groups",
                        "nothing limits jobs without a container in: " + String.join(", ", missing),
                        "run the agent as root, as a service with Delegate=yes");
    }

    /** Says what runtimes can do. Without one, its kind of workloads can't be had here. */
    public static List<Finding> runtimes(Map<String, Fingerprint> runtimes) {
        List<Finding> findings = new ArrayList<>();
        new TreeMap<>(runtimes).forEach((id, fingerprint) -> findings.add(found("runtime " + id, fingerprint)));
        return findings;
    }

    private static Finding found(String subject, Fingerprint fingerprint) {
        return fingerprint.available()
                ? Finding.ok(subject, fingerprint.summary())
                : Finding.split(subject, Level.WARNING, fingerprint.summary());
    }
}
