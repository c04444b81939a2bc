package dev.hostler.engine.runtime.vm;

import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.VmDisk;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.engine.testing.BootSector;
import dev.hostler.testkit.WorkloadRuntimeContract;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class VmRuntimeTest extends WorkloadRuntimeContract {
    private final VmBench bench = new VmBench();

    @Override
    protected void leaveHost() {
        bench.close();
    }

    @Override
    protected WorkloadRuntime createRuntime(String agentId, Map<String, String> settings) {
        return bench.runtime(agentId, settings);
    }

    @Override
    protected WorkloadSpec forever() {
        return bench.machine(BootSector.FOREVER, "").build();
    }

    @Override
    protected WorkloadSpec foreverOtherwise() {
        return bench.machine(BootSector.FOREVER, "").vcpus(2).build();
    }

    /** A machine that shuts itself down has ended well, and one whose kernel gives up has not: that is all there is. */
    @Override
    protected WorkloadSpec exiting(int code) {
        return bench.machine(code == 0 ? BootSector.POWER_OFF : BootSector.PANIC, "")
                .build();
    }

    @Override
    protected int codeOf(int code) {
        return code == 0 ? 0 : 1;
    }

    @Override
    protected WorkloadSpec stubborn() {
        return bench.machine(BootSector.STUBBORN, "").build();
    }

    @Override
    protected WorkloadSpec impossible() {
        return bench.machine(BootSector.FOREVER, "")
                .disk(VmDisk.at("vdb", "/not/there"))
                .build();
    }

    /** A serial port is one output. */
    @Override
    protected boolean tellsOutputsApart() {
        return false;
    }

    @Override
    protected WorkloadSpec printing(int lines, String error) {
        String text = IntStream.rangeClosed(1, lines)
                .mapToObj(line -> "line " + line + "\n")
                .collect(Collectors.joining());
        return bench.machine(BootSector.POWER_OFF, text + error + "\n").build();
    }

    @Override
    protected WorkloadSpec ticking() {
        return bench.machine(BootSector.TICKING, "").build();
    }

    @Override
    protected List<String> program(int code) {
        return List.of();
    }

    @Override
    protected List<String> endlessProgram() {
        return List.of();
    }

    @Override
    protected void killBehind(InstanceHandle instance) {
        bench.kill(instance);
    }

    @Override
    protected void removeBehind(InstanceHandle instance) {
        bench.remove(instance);
    }

    @Override
    protected List<String> leftovers(String agentId) {
        return bench.leftovers(agentId);
    }
}
