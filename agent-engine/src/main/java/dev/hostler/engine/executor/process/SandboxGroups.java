package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.executor.cgroup.ControlGroup;
import dev.hostler.engine.executor.cgroup.Controller;
import dev.hostler.engine.executor.cgroup.GroupTree;
import java.util.EnumSet;
import java.util.Set;

/**
 * The control groups of this agent's sandboxes: each in one that carries the agent's id, and that in the group which the
 * agent itself runs in, so that limits on the agent's service hold for its jobs too. Immutable.
 */
final class SandboxGroups {
    private final GroupTree tree;
    private final String name;

    SandboxGroups(GroupTree tree, String agentId) {
        this.tree = tree;
        this.name = "hostler-" + agentId;
    }

    /**
     * Makes a group with those controllers for which there is a limit.
     *
     * @return the group, with the controllers that hold on this host
     */
    ControlGroup open(String sandbox, SandboxSpec.Limits limits) {
        Set<Controller> wanted = EnumSet.noneOf(Controller.class);
        limits.memoryBytes().ifPresent(bytes -> wanted.add(Controller.MEMORY));
        limits.cpus().ifPresent(cpus -> wanted.add(Controller.CPU));
        limits.processes().ifPresent(processes -> wanted.add(Controller.PIDS));
        return tree.own().prepare(name, wanted).child(sandbox).create(limits);
    }

    /** Returns the controllers whose limits can be kept here, as far as it can be told without making a group. */
    Set<Controller> limits() {
        return tree.own().writable();
    }

    /** Returns the group of a sandbox that a process is in; an empty one if it is in none of ours. */
    ControlGroup of(long pid, String sandbox) {
        return tree.of(pid).only("/" + name + "/" + sandbox);
    }

    /** Returns the sandboxes that have a group, whether or not a process is in it. */
    Set<String> sandboxes() {
        return tree.own().below(name).children();
    }

    /** Returns the group of a sandbox where it would be made now. */
    ControlGroup named(String sandbox) {
        return tree.own().below(name).child(sandbox);
    }
}
