package dev.hostler.engine.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.engine.testing.BootSector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names in libvirt that specs ask for, on the real one. */
class DomainNamesTest {
    private static final String AGENT = "names" + ProcessHandle.current().pid();
    private static final String NAME = "hostler-" + AGENT + "-own.name";
    private static final WorkloadKey MOTH = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("moth"));

    private final VmBench bench = new VmBench();
    private final List<InstanceHandle> made = new ArrayList<>();
    private WorkloadRuntime runtime;

    @BeforeEach
    void open() {
        runtime = bench.runtime(AGENT, Map.of());
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        try {
            for (InstanceHandle instance : made) {
                runtime.destroy(instance);
                runtime.destroyData(instance.workload());
            }
            assertThat(bench.leftovers(AGENT)).isEmpty();
        } finally {
            runtime.close();
            bench.close();
        }
    }

    private VmSpec.Builder spec() {
        return bench.machine(BootSector.FOREVER, "").domainName(NAME);
    }

    private InstanceHandle create(WorkloadKey workload, String revision, VmSpec spec) throws InterruptedException {
        InstanceHandle instance = runtime.create(new InstanceName(workload, new Revision(revision), revision), spec);
        made.add(instance);
        return instance;
    }

    private String nameOf(InstanceHandle instance) throws InterruptedException {
        return runtime.observeAll().stream()
                .filter(seen -> seen.handle().equals(instance))
                .map(Instance::details)
                .map(details -> details.get("vm.domain"))
                .findFirst()
                .orElseThrow();
    }

    private static String beside(InstanceHandle instance) {
        return VmNames.besides(NAME, instance.value());
    }

    @Test
    void theNextRevisionTakesTheNameWhenItStartsAndGivesItBackWhenItGoes() throws Exception {
        InstanceHandle first = create(MOTH, "rev-1", spec().build());
        runtime.start(first);
        InstanceHandle next = create(MOTH, "rev-2", spec().vcpus(2).build());
        assertThat(List.of(nameOf(first), nameOf(next))).containsExactly(NAME, beside(next));

        runtime.stop(first, Duration.ZERO);
        runtime.start(next);
        assertThat(List.of(nameOf(first), nameOf(next))).containsExactly(beside(first), NAME);

        runtime.destroy(next);
        runtime.start(first);
        assertThat(nameOf(first)).isEqualTo(NAME);
    }

    @Test
    void oneThatIsNotToRunTakesTheNameWhenTheOtherIsGone() throws Exception {
        InstanceHandle first = create(MOTH, "rev-1", spec().build());
        InstanceHandle next = create(MOTH, "rev-2", spec().vcpus(2).build());

        runtime.destroy(first);
        runtime.promote(next, spec().vcpus(2).build());
        runtime.promote(next, spec().vcpus(2).build());

        assertThat(nameOf(next)).isEqualTo(NAME);
    }

    @Test
    void aNameThatAnotherWorkloadHasIsFoundBeforeAndNotTaken() throws Exception {
        InstanceHandle other =
                create(new WorkloadKey(Owner.EMBEDDER, new WorkloadId("other")), "rev-1", spec().build());

        List<Failure> findings = runtime.preflight(MOTH, spec().build());
        assertThat(findings).extracting(Failure::code).containsExactly(ErrorCode.CONFLICT);
        assertThat(findings.get(0).message()).contains("domainName").contains(NAME);
        assertThatThrownBy(() -> create(MOTH, "rev-1", spec().build())).hasMessageContaining("domainName");
        assertThat(runtime.observeAll()).hasSize(1);
        assertThat(nameOf(other)).isEqualTo(NAME);
    }

    @Test
    void aNameThatCantBeOneIsRefusedByItsField() {
        assertThatThrownBy(() -> spec().domainName("../x").build()).hasMessageContaining("domainName");
    }
}
