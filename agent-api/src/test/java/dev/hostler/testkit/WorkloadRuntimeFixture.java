package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of runtimes share: instances of two agents, all gone at the end of a test. Confined to one thread. */
public abstract class WorkloadRuntimeFixture {
    /** How long a test waits for what must come. */
    protected static final Duration LIMIT = Duration.ofSeconds(30);

    /** More than what ends when it is asked to needs. */
    protected static final Duration GRACE = Duration.ofSeconds(5);

    /** The agent under test; another process that tests at the same time has another one. */
    protected static final String AGENT =
            "t" + Long.toString(ProcessHandle.current().pid(), 36);

    /** Another agent on the same host. */
    protected static final String OTHER_AGENT = AGENT + "x";

    private final List<WorkloadRuntime> runtimes = new ArrayList<>();
    private final Set<WorkloadKey> keys = new LinkedHashSet<>();
    private int workloads;

    /** The runtime under test. */
    protected WorkloadRuntime runtime;

    /** Creates a runtime of an agent; two of the same agent see the same, as after a restart. The contract closes it. */
    protected abstract WorkloadRuntime createRuntime(String agentId, Map<String, String> settings);

    /** Returns a spec that runs until it is stopped, and ends soon when it is asked to. */
    protected abstract WorkloadSpec forever();

    /** Returns a spec like {@link #forever} that needs another instance, which can run beside the first one. */
    protected abstract WorkloadSpec foreverOtherwise();

    /** Returns a spec that ends at once. */
    protected abstract WorkloadSpec exiting(int code);

    /** Returns a spec that ignores the request to stop. */
    protected abstract WorkloadSpec stubborn();

    /** Returns a spec of which no instance can be made. */
    protected abstract WorkloadSpec impossible();

    /** Ends an instance behind the runtime's back, as a crash does. */
    protected abstract void killBehind(InstanceHandle instance);

    /** Removes an instance behind the runtime's back. */
    protected abstract void removeBehind(InstanceHandle instance);

    /** Returns a line for each thing of an agent that is left on the host. */
    protected abstract List<String> leftovers(String agentId);

    /** Creates the runtime under test. */
    @BeforeEach
    final void openRuntime() {
        runtime = newRuntime(AGENT);
    }

    /** Gives back what a test needed of the host; called after everything else. */
    protected void leaveHost() {}

    /** Ends what a test has left, and looks whether anything is left then. */
    @AfterEach
    final void endEverything() throws InterruptedException {
        try {
            for (String agent : List.of(AGENT, OTHER_AGENT)) {
                endEverything(newRuntime(agent));
            }
            runtimes.forEach(WorkloadRuntime::close);
            assertThat(leftovers(AGENT)).as("what is left on the host").isEmpty();
            assertThat(leftovers(OTHER_AGENT)).as("what is left on the host").isEmpty();
        } finally {
            leaveHost();
        }
    }

    private void endEverything(WorkloadRuntime last) throws InterruptedException {
        for (Instance instance : last.observeAll()) {
            last.destroy(instance.handle());
        }
        for (WorkloadKey key : keys) {
            last.destroyData(key);
        }
        assertThat(last.observeAll()).as("instances that are left").isEmpty();
    }

    /** Creates a further runtime. */
    protected final WorkloadRuntime newRuntime(String agentId) {
        return newRuntime(agentId, Map.of());
    }

    /** Creates a further runtime with settings. */
    protected final WorkloadRuntime newRuntime(String agentId, Map<String, String> settings) {
        WorkloadRuntime created = createRuntime(agentId, settings);
        runtimes.add(created);
        return created;
    }

    /** Returns the key of a workload that no test has had. */
    protected final WorkloadKey newKey() {
        workloads++;
        return key("w" + workloads);
    }

    /** Returns the key of a workload, whose data is removed after the test. */
    protected final WorkloadKey key(String id) {
        WorkloadKey key = new WorkloadKey(Owner.EMBEDDER, new WorkloadId(id));
        keys.add(key);
        return key;
    }

    /** Returns a name with a digest that comes from the revision. */
    protected static InstanceName name(WorkloadKey key, String revision) {
        return new InstanceName(
                key, new Revision(revision), String.format(Locale.ROOT, "%016x", (long) revision.hashCode()));
    }

    /** Makes an instance of a new workload, with what it needs. */
    protected final InstanceHandle create(WorkloadSpec spec) throws InterruptedException {
        return create(name(newKey(), "rev-1"), spec);
    }

    /** Makes an instance, with what it needs. */
    protected final InstanceHandle create(InstanceName name, WorkloadSpec spec) throws InterruptedException {
        runtime.prepare(name.workload(), spec, WorkloadNotices.NONE, CancellationToken.NONE);
        return runtime.create(name, spec);
    }

    /** Makes an instance and starts it. */
    protected final InstanceHandle start(WorkloadSpec spec) throws InterruptedException {
        InstanceHandle handle = create(spec);
        runtime.start(handle);
        return handle;
    }

    /** Returns an instance as it is seen; empty if there is none. */
    protected final Optional<Instance> find(InstanceHandle handle) throws InterruptedException {
        return runtime.observeAll().stream()
                .filter(instance -> instance.handle().equals(handle))
                .findFirst();
    }

    /** Returns an instance as it is seen. */
    protected final Instance see(InstanceHandle handle) throws InterruptedException {
        return find(handle).orElseThrow(() -> new AssertionError("not seen: " + handle));
    }

    /** Waits until an instance has come to a state. */
    protected final Instance awaitState(InstanceHandle handle, Instance.State state) throws InterruptedException {
        await().atMost(LIMIT).until(() -> see(handle).state() == state);
        return see(handle);
    }

    /** Asserts that a call is refused with a code. */
    protected static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageMatching("Cannot .+ '.*': .+; .+");
    }
}
