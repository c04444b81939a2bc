package dev.hostler.engine.executor.process;

import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.ProcessLauncher.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds out by trying which isolation this host allows. Immutable. */
final class StrengthProbe {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** What every sandbox needs; not every mount(8) can bind read-only in one go, and not every one says so. */
    private static final String TRIAL =
            "mount -n -t tmpfs hostler /sys && mkdir /sys/a && mount -n -o bind,ro /sys /sys/a"
                    + " && [ ! -w /sys/a ] && mount -n --move /sys/a /tmp && exec setpriv --no-new-privs --ambient-caps=-all"
                    + " --inh-caps=-all --bounding-set=-all true";

    private final ProcessLauncher processes;
    private final boolean ownUser;

    StrengthProbe(ProcessLauncher processes, boolean ownUser) {
        this.processes = processes;
        this.ownUser = ownUser;
    }

    /**
     * What was found. Immutable.
     *
     * @param strength the strongest isolation that works
     * @param obstacle why none of the stronger ones does; empty if nothing is amiss
     */
    record Finding(IsolationStrength strength, String obstacle) {}

    Finding probe() throws InterruptedException {
        boolean root =
                "0".equals(processes.run(List.of("id", "-u"), LIMIT).text().strip());
        IsolationStrength wanted = wanted(root);
        Output trial = trial(wanted);
        if (trial.ok()) {
            return new Finding(wanted, "");
        }
        return new Finding(IsolationStrength.SESSION, firstLine(trial.text()));
    }

    private IsolationStrength wanted(boolean root) {
        if (!root) {
            return IsolationStrength.USER_NAMESPACE;
        }
        return ownUser ? IsolationStrength.OWN_USER : IsolationStrength.AGENT_USER;
    }

    private Output trial(IsolationStrength strength) throws InterruptedException {
        List<String> command = new ArrayList<>(strength.unshare(true));
        command.addAll(List.of("sh", "-c", TRIAL));
        return processes.run(command, LIMIT);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("no reason given");
    }
}
