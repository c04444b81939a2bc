package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.executor.cgroup.ControlGroup;
import dev.hostler.engine.executor.cgroup.Controller;
import dev.hostler.engine.executor.process.StrengthProbe.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What a job's log says of its sandbox. */
final class Notices {
    private Notices() {}

    /** Says what a sandbox is, and which of the limits asked for nothing keeps. */
    static List<String> of(
            SandboxSpec spec, SandboxSpec.Limits limits, Finding found, OptionalInt user, ControlGroup group) {
        List<String> lines = new ArrayList<>();
        String who = user.isPresent() ? " " + user.getAsInt() : "";
        lines.add("isolation: process (" + describe(found) + who + ")");
        spec.image().ifPresent(image -> lines.add("image " + image + " is not used: steps run on the host itself"));
        List<String> ignored = notEnforced(limits, user.isPresent(), group);
        if (!ignored.isEmpty()) {
            lines.add("limits that process isolation does not enforce here: " + String.join(", ", ignored));
        }
        return lines;
    }

    static String describe(Finding found) {
        String obstacle = found.obstacle();
        return found.strength().words() + (obstacle.isEmpty() ? "" : "; no namespaces: " + obstacle);
    }

    private static List<String> notEnforced(SandboxSpec.Limits limits, boolean ownUser, ControlGroup group) {
        List<String> ignored = new ArrayList<>();
        if (limits.cpus().isPresent() && !group.has(Controller.CPU)) {
            ignored.add("cpus");
        }
        if (limits.memoryBytes().isPresent() && !group.has(Controller.MEMORY)) {
            ignored.add("memory");
        }
        if (limits.processes().isPresent() && !ownUser && !group.has(Controller.PIDS)) {
            ignored.add("processes");
        }
        return ignored;
    }
}
