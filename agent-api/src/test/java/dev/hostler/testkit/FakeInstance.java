package dev.hostler.testkit;

import dev.hostler.api.log.TimedLine;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.PortMapping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One instance on a {@link FakeHost}, whose lock guards it. */
final class FakeInstance {
    private final String agent;
    private final FakeProgram program;
    private final List<TimedLine> lines = new ArrayList<>();
    private Instance now;
    private int run;

    FakeInstance(String agent, InstanceHandle handle, InstanceName name, FakeProgram program, List<PortMapping> ports) {
        this.agent = agent;
        this.program = program;
        this.now = new Instance(
                handle,
                name,
                Instance.State.CREATED,
                Instance.State.CREATED.toString(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                ports,
                Map.of());
    }

    boolean isOf(String otherAgent) {
        return agent.equals(otherAgent);
    }

    FakeProgram program() {
        return program;
    }

    Instance seen() {
        return now;
    }

    List<TimedLine> lines() {
        return lines;
    }

    boolean isRunning() {
        return now.state() == Instance.State.RUNNING;
    }

    /** Returns whether it still runs as it did when it was started for the so-manieth time. */
    boolean isRunning(int sinceRun) {
        return isRunning() && run == sinceRun;
    }

    /** Runs from now on; returns how often it was started. */
    int start(Instant time) {
        become(now.name(), Instance.State.RUNNING, Optional.of(time), OptionalInt.empty());
        return ++run;
    }

    void end(int exitCode) {
        become(now.name(), Instance.State.EXITED, now.startedAt(), OptionalInt.of(exitCode));
    }

    void rename(InstanceName name) {
        become(name, now.state(), now.startedAt(), now.exitCode());
    }

    void print(Instant time, TimedLine.Output output, String text) {
        lines.add(new TimedLine(time, output, text, false));
    }

    private void become(InstanceName name, Instance.State state, Optional<Instant> startedAt, OptionalInt exitCode) {
        now = new Instance(
                now.handle(),
                name,
                state,
                state + (exitCode.isPresent() ? " with " + exitCode.getAsInt() : ""),
                startedAt,
                exitCode,
                false,
                Optional.empty(),
                Optional.empty(),
                now.ports(),
                Map.of());
    }
}
