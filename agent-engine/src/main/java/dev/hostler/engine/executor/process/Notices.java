package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.SandboxSpec;
import dev.hostler.engine.executor.process.StrengthProbe.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What a job's log says of its sandbox. */
final class Notices {
    private Notices() {}

    static List<String> of(SandboxSpec spec, Finding found, OptionalInt user) {
        List<String> lines = new ArrayList<>();
        String who = user.isPresent() ? " " + user.getAsInt() : "";
        lines.add("isolation: process (" + describe(found) + who + ")");
        spec.image().ifPresent(image -> lines.add("image " + image + " is not used: steps run on the host itself"));
        List<String> ignored = notEnforced(spec.limits(), user.isPresent());
        if (!ignored.isEmpty()) {
            lines.add("limits that process isolation does not enforce here: " + String.join(", ", ignored));
        }
        return lines;
    }

    static String describe(Finding found) {
        String obstacle = found.obstacle();
        return found.strength().words() + (obstacle.isEmpty() ? "" : "; no namespaces: " + obstacle);
    }

    private static List<String> notEnforced(SandboxSpec.Limits limits, boolean ownUser) {
        List<String> ignored = new ArrayList<>();
        if (limits.cpus().isPresent()) {
            ignored.add("cpus");
        }
        if (limits.memoryBytes().isPresent()) {
            ignored.add("memory");
        }
        if (limits.processes().isPresent() && !ownUser) {
            ignored.add("processes");
        }
        return ignored;
    }
}
