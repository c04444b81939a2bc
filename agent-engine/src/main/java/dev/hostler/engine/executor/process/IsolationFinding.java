package dev.hostler.engine.executor.process;

import dev.hostler.engine.executor.process.StrengthProbe.Finding;
import org.jspecify.annotations.Nullable;

/** Remembers what the probe has found. Thread-safe; two first callers may both probe, and find the same. */
final class IsolationFinding {
    private final StrengthProbe probe;
    private volatile @Nullable Finding found;

    IsolationFinding(StrengthProbe probe) {
        this.probe = probe;
    }

    Finding get() throws InterruptedException {
        Finding known = found;
        if (known == null) {
            known = probe.probe();
            found = known;
        }
        return known;
    }
}
