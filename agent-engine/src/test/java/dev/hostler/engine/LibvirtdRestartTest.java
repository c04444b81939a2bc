package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadPhase;
import dev.hostler.engine.testing.BootSector;
import dev.hostler.engine.testing.OwnLibvirtd;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Machines whose libvirtd ends and comes back while they run on. */
class LibvirtdRestartTest extends VmScenario {
    private OwnLibvirtd daemon;

    @Override
    void openHost() throws IOException {
        daemon = OwnLibvirtd.create();
    }

    @Override
    void leaveHost() {
        daemon.close();
    }

    @Override
    Map<String, String> settings() {
        Map<String, String> settings = super.settings();
        settings.put("uri", daemon.address());
        return settings;
    }

    @Override
    String virsh(String... words) {
        return daemon.virsh(words);
    }

    @Test
    void changesNothingAndWhatHappensAfterItIsSeenAtOnce() throws Exception {
        WorkloadHandle moth = running(machine(BootSector.FOREVER).build());
        WorkloadHandle once = agent.apply(ApplyWorkload.of(
                        "once",
                        machine(BootSector.POWER_OFF)
                                .restart(RestartPolicy.onFailure(3))
                                .build()))
                .handle();
        awaitPhase(once, WorkloadPhase.COMPLETED);
        String id = domainId(moth);

        daemon.kill();
        awaitPhase(moth, WorkloadPhase.UNKNOWN);
        assertThat(moth.workload().status().failure()).isPresent();
        daemon.start();

        awaitPhase(moth, WorkloadPhase.RUNNING);
        awaitPhase(once, WorkloadPhase.COMPLETED);
        assertThat(domainId(moth)).isEqualTo(id);
        assertThat(moth.workload().status().restarts()).isZero();
        assertThat(once.workload().status().restarts()).isZero();

        virsh("destroy", moth.workload().status().details().get("vm.domain"));
        await().atMost(LONG).until(() -> virsh("list", "--name").contains(prefix()));
        awaitPhase(moth, WorkloadPhase.RUNNING);
        assertThat(domainId(moth)).isNotEqualTo(id);
    }
}
