package dev.hostler.engine.runtime.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.engine.testing.DockerHost;
import dev.hostler.testkit.WorkloadRuntimeContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComposeRuntimeTest extends WorkloadRuntimeContract {
    private final ComposeBench bench = new ComposeBench();

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
        return ComposeBench.script(ComposeBench.UNTIL_STOPPED).build();
    }

    /** Under another name of its project an application is another instance; else it would change in place. */
    @Override
    protected WorkloadSpec foreverOtherwise() {
        return ComposeBench.script(ComposeBench.UNTIL_STOPPED)
                .projectName("otherwise-" + ProcessHandle.current().pid())
                .build();
    }

    @Override
    protected WorkloadSpec exiting(int code) {
        return ComposeBench.script("exit " + code).build();
    }

    @Override
    protected WorkloadSpec stubborn() {
        return ComposeBench.script("trap '' TERM; while :; do sleep 0.1; done").build();
    }

    @Override
    protected WorkloadSpec impossible() {
        return ComposeSpec.builder("""
                services:
                  good:
                    image: %1$s
                    volumes: [data:/data]
                  bad:
                    image: %1$s
                    network_mode: none
                    volumes:
                      - type: bind
                        source: /not/there
                        target: /data
                volumes:
                  data: {}
                """.formatted(DockerHost.IMAGE)).build();
    }

    @Override
    protected WorkloadSpec printing(int lines, String error) {
        return ComposeBench.script("for i in $(seq " + lines + "); do echo line $i; done; echo " + error + " >&2")
                .build();
    }

    @Override
    protected WorkloadSpec ticking() {
        return ComposeBench.script("trap 'exit 0' TERM; i=0; while :; do i=$((i + 1)); echo tick $i; sleep 0.1; done")
                .build();
    }

    private static WorkloadSpec pair() {
        return ComposeSpec.builder("services:\n"
                        + ComposeBench.service("one", ComposeBench.UNTIL_STOPPED)
                        + ComposeBench.service("two", ComposeBench.UNTIL_STOPPED))
                .build();
    }

    @Test
    void whatAnInterruptedCallHasMadeInPartIsCompleted() throws InterruptedException {
        InstanceName name = name(newKey(), "rev-1");
        InstanceHandle first = create(name, pair());
        bench.docker()
                .client()
                .removeContainerCmd(bench.containers(first).get(0).getId())
                .exec();
        assertThat(see(first).state()).isEqualTo(Instance.State.BROKEN);

        InstanceHandle second = newRuntime(AGENT).create(name, pair());

        assertThat(second).isEqualTo(first);
        assertThat(see(first).state()).isEqualTo(Instance.State.CREATED);
        assertThat(bench.containers(first)).hasSize(2);
    }

    @Test
    void aNameOfAProjectThatSomebodyElseHasIsFoundBeforeItIsTaken() throws InterruptedException {
        InstanceHandle theirs = create(name(newKey(), "rev-1"), foreverOtherwise());
        WorkloadKey other = newKey();

        assertThat(runtime.preflight(other, foreverOtherwise()))
                .singleElement()
                .satisfies(found -> assertThat(found.code()).isEqualTo(ErrorCode.CONFLICT));
        assertRefused(ErrorCode.CONFLICT, () -> create(name(other, "rev-1"), foreverOtherwise()));
        assertThat(runtime.observeAll()).extracting(Instance::handle).containsExactly(theirs);
    }

    @Test
    void aVolumeThatSomebodyElseHasMadeIsNotTaken() throws InterruptedException {
        String volume = "hostler-test-" + ProcessHandle.current().pid();
        bench.docker().client().createVolumeCmd().withName(volume).exec();
        try {
            WorkloadSpec thief = ComposeSpec.builder("services: {web: {image: '" + DockerHost.IMAGE
                            + "', volumes: ['v:/v']}}\nvolumes: {v: {name: " + volume + "}}")
                    .build();

            assertRefused(ErrorCode.CONFLICT, () -> create(thief));
        } finally {
            bench.docker().client().removeVolumeCmd(volume).exec();
        }
    }

    @Test
    void withoutComposeItSaysWhatToDo() throws InterruptedException {
        WorkloadRuntime without = newRuntime(AGENT, Map.of("compose-binary", "no-such-compose"));

        assertThat(without.fingerprint().available()).isFalse();
        assertThat(without.fingerprint().summary()).contains("compose-binary");
        assertRefused(ErrorCode.RUNTIME_UNAVAILABLE, () -> without.create(name(newKey(), "rev-1"), forever()));
        assertThat(without.observeAll()).isEmpty();
    }

    @Override
    protected List<String> program(int code) {
        return List.of("sh", "-c", "exit " + code);
    }

    @Override
    protected List<String> endlessProgram() {
        return List.of("sleep", "100");
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
