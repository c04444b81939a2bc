package dev.hostler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.node.Fingerprint;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceHandle;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.spi.WorkloadRuntime;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.api.workload.WorkloadSpec;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What every runtime promises of instances; {@link RuntimeLogContract} and {@link WorkloadRuntimeContract} add the rest. Confined to one thread. */
public abstract class InstanceContract extends WorkloadRuntimeFixture {
    /** Returns the exit code by which the runtime tells of an end with this one; some know but good and bad. */
    protected int codeOf(int code) {
        return code;
    }

    /** Waits until a started instance can be stopped and started again; most can be at once. */
    protected void awaitFirmness(InstanceHandle instance) throws InterruptedException {
        see(instance);
    }

    @Test
    void saysInTimeWhetherItCanBeUsed() {
        Fingerprint fingerprint = assertTimeout(Duration.ofSeconds(5), runtime::fingerprint);

        assertThat(fingerprint.available()).as(fingerprint.summary()).isTrue();
        assertThat(fingerprint.summary()).doesNotContain("\n");
    }

    @Test
    void createMakesAnInstanceAndDoesNotStartIt() throws InterruptedException {
        InstanceName name = name(newKey(), "rev-1");

        InstanceHandle handle = create(name, forever());

        assertThat(handle.workload()).isEqualTo(name.workload());
        Instance instance = see(handle);
        assertThat(instance.name()).isEqualTo(name);
        assertThat(instance.state()).isEqualTo(Instance.State.CREATED);
        assertThat(instance.startedAt()).isEmpty();
        assertThat(instance.exitCode()).isEmpty();
        assertThat(instance.failed()).isFalse();
    }

    @Test
    void createReturnsTheInstanceThatAnInterruptedCallHasMade() throws InterruptedException {
        InstanceName name = name(newKey(), "rev-1");
        InstanceHandle first = create(name, forever());
        runtime.start(first);

        InstanceHandle second = newRuntime(AGENT).create(name, forever());

        assertThat(second).isEqualTo(first);
        assertThat(runtime.observeAll()).hasSize(1);
        assertThat(see(first).state()).isEqualTo(Instance.State.RUNNING);
    }

    @Test
    void anotherRevisionOrAnotherDigestIsAnotherInstance() throws InterruptedException {
        WorkloadKey key = newKey();
        InstanceName one = name(key, "rev-1");
        InstanceHandle first = create(one, forever());

        InstanceHandle second = create(name(key, "rev-2"), foreverOtherwise());
        InstanceHandle third = create(new InstanceName(key, one.revision(), "00000000c0ffee00"), forever());

        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        assertThat(runtime.observeAll()).extracting(Instance::handle).containsExactlyInAnyOrder(first, second, third);
    }

    @Test
    void ownersAndIdsDoNotMixEvenIfTheirNamesCouldBeReadInTwoWays() throws InterruptedException {
        InstanceName one = name(new WorkloadKey(new Owner("a-b"), new WorkloadId("c")), "1");
        InstanceName other = name(new WorkloadKey(new Owner("a"), new WorkloadId("b-c")), "1");

        InstanceHandle first = create(one, forever());
        InstanceHandle second = create(other, forever());

        assertThat(see(first).name()).isEqualTo(one);
        assertThat(see(second).name()).isEqualTo(other);
    }

    @Test
    void theLongestIdsAreTaken() throws InterruptedException {
        String longest = "x".repeat(128);
        WorkloadKey key = new WorkloadKey(new Owner(longest), new WorkloadId(longest));

        InstanceHandle first = create(name(key, "r".repeat(128)), forever());
        InstanceHandle second = create(name(key, "!".repeat(128)), forever());

        assertThat(see(first).name().revision().value()).isEqualTo("r".repeat(128));
        assertThat(see(second).name().revision().value()).isEqualTo("!".repeat(128));
    }

    @Test
    void whatCannotBeMadeIsRefusedAndLeavesNothing() throws InterruptedException {
        InstanceName name = name(newKey(), "rev-1");

        assertThatThrownBy(() -> create(name, impossible()))
                .isInstanceOf(AgentException.class)
                .hasMessageMatching("Cannot .+ '.*': .+; .+");

        assertThat(runtime.observeAll()).isEmpty();
        assertThat(leftovers(AGENT)).isEmpty();
    }

    @Test
    void startRunsItAndCanBeRepeated() throws InterruptedException {
        InstanceHandle handle = start(forever());
        Instance first = see(handle);

        runtime.start(handle);

        Instance second = see(handle);
        assertThat(first.state()).isEqualTo(Instance.State.RUNNING);
        assertThat(first.startedAt()).isPresent();
        assertThat(first.exitCode()).isEmpty();
        assertThat(second.startedAt()).isEqualTo(first.startedAt());
        assertThat(second.message()).isEqualTo(first.message());
    }

    @Test
    void whatEndsByItselfHasItsExitCode() throws InterruptedException {
        InstanceHandle good = start(exiting(0));
        InstanceHandle bad = start(exiting(7));

        Instance succeeded = awaitState(good, Instance.State.EXITED);
        Instance failed = awaitState(bad, Instance.State.EXITED);

        assertThat(succeeded.exitCode()).isEqualTo(OptionalInt.of(0));
        assertThat(succeeded.failed()).isFalse();
        assertThat(failed.exitCode()).isEqualTo(OptionalInt.of(codeOf(7)));
        assertThat(failed.failed()).isTrue();
        assertThat(failed.outOfMemory()).isFalse();
        assertThat(failed.message()).isNotEqualTo(succeeded.message()).doesNotContain("\n");
        if (codeOf(7) == 7) {
            assertThat(failed.message()).contains("7");
        }
    }

    @Test
    void stopEndsItAndStartRunsItAnew() throws InterruptedException {
        InstanceHandle handle = start(forever());
        Instance before = see(handle);
        awaitFirmness(handle);

        runtime.stop(handle, GRACE);
        runtime.stop(handle, GRACE);

        assertThat(see(handle).state()).isEqualTo(Instance.State.EXITED);
        assertThat(see(handle).exitCode()).isPresent();
        runtime.start(handle);
        Instance after = see(handle);
        assertThat(after.state()).isEqualTo(Instance.State.RUNNING);
        assertThat(after.startedAt().orElseThrow()).isAfter(before.startedAt().orElseThrow());
        assertThat(after.exitCode()).isEmpty();
    }

    @Test
    void stopKillsWhatDoesNotListenOnceTheGraceIsOver() throws InterruptedException {
        InstanceHandle handle = start(stubborn());

        assertTimeout(LIMIT, () -> runtime.stop(handle, Duration.ofMillis(100)));

        assertThat(see(handle).state()).isEqualTo(Instance.State.EXITED);
        assertThat(see(handle).failed()).isTrue();
    }

    @Test
    void destroyRemovesItWhateverItDoesAndCanBeRepeated() throws InterruptedException {
        InstanceHandle running = start(stubborn());
        InstanceHandle made = create(forever());

        runtime.destroy(running);
        runtime.destroy(running);
        runtime.destroy(made);

        assertThat(runtime.observeAll()).isEmpty();
    }

    @Test
    void whatIsGoneCanBeStoppedAndDestroyedButNotStarted() throws InterruptedException {
        InstanceHandle handle = start(forever());

        removeBehind(handle);

        assertThat(find(handle)).isEmpty();
        runtime.stop(handle, GRACE);
        assertRefused(ErrorCode.NOT_FOUND, () -> runtime.start(handle));
        runtime.destroy(handle);
    }

    @Test
    void whatDiesBehindItsBackIsSeenAsEnded() throws InterruptedException {
        InstanceHandle handle = start(forever());
        see(handle);

        killBehind(handle);

        Instance ended = awaitState(handle, Instance.State.EXITED);
        assertThat(ended.failed()).isTrue();
        assertThat(ended.exitCode()).isPresent();
    }

    @Test
    void aHandleThatCannotBeReadIsRefused() throws InterruptedException {
        WorkloadKey key = newKey();
        for (String value : List.of("", "{}", "null", "../../etc", "\u0000")) {
            InstanceHandle broken = new InstanceHandle(key, value);
            assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> runtime.start(broken));
            assertRefused(ErrorCode.STATE_UNAVAILABLE, () -> runtime.destroy(broken));
        }
    }

    @Test
    void prepareCanBeRepeatedAndPreflightFindsNothingAgainstAnOrdinaryWish() throws InterruptedException {
        WorkloadKey key = newKey();
        WorkloadSpec spec = forever();

        runtime.prepare(key, spec, WorkloadNotices.NONE, CancellationToken.NONE);
        runtime.prepare(key, spec, WorkloadNotices.NONE, CancellationToken.NONE);

        assertThat(runtime.preflight(key, spec)).isEmpty();
        assertThat(runtime.observeAll()).isEmpty();
    }

    @Test
    void theSameSpecNeedsNoChangeAndAnotherOneCanRunBeside() {
        assertThat(runtime.change(forever(), forever())).isEqualTo(WorkloadRuntime.Change.NONE);
        assertThat(runtime.change(forever(), foreverOtherwise())).isEqualTo(WorkloadRuntime.Change.BESIDE);
    }

    @Test
    void aNewInstanceRunsBesideTheOldOneAndTakesItsPlace() throws InterruptedException {
        WorkloadKey key = newKey();
        InstanceHandle old = create(name(key, "rev-1"), forever());
        runtime.start(old);
        runtime.promote(old, forever());

        InstanceHandle next = create(name(key, "rev-2"), foreverOtherwise());
        runtime.start(next);
        assertThat(see(old).state()).isEqualTo(Instance.State.RUNNING);
        assertThat(see(next).state()).isEqualTo(Instance.State.RUNNING);
        runtime.promote(next, foreverOtherwise());
        runtime.promote(next, foreverOtherwise());
        runtime.destroy(old);

        assertThat(runtime.observeAll()).extracting(Instance::handle).containsExactly(next);
        assertThat(see(next).state()).isEqualTo(Instance.State.RUNNING);
        assertThat(see(next).name()).isEqualTo(name(key, "rev-2"));
    }

    @Test
    void theOldOneCanBePromotedAgainWhenTheNewOneIsNotWell() throws InterruptedException {
        WorkloadKey key = newKey();
        InstanceHandle old = create(name(key, "rev-1"), forever());
        InstanceHandle next = create(name(key, "rev-2"), foreverOtherwise());
        runtime.promote(next, foreverOtherwise());

        runtime.promote(old, forever());
        runtime.destroy(next);

        assertThat(runtime.observeAll()).extracting(Instance::handle).containsExactly(old);
    }
}
