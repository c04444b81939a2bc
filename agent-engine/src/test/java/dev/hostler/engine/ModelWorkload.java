package dev.hostler.engine;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.RestartPolicy;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The reference for one workload: what may be true of it the next time that nothing happens any more. Where two things that
 * happen at one time leave it open, it allows both, and goes on from what was seen. Confined to one thread.
 */
final class ModelWorkload {
    private Optional<Wished> wish = Optional.empty();
    private Set<Life> may = EnumSet.of(Life.ABSENT);
    private Ends ends = Ends.NONE;

    /** What was seen the last time. */
    private Life life = Life.ABSENT;

    private Optional<Instance> standing = Optional.empty();

    /** What of it can be there: the spec of what was seen, and those that were wanted since. */
    private final List<Variant> brought = new ArrayList<>();

    private boolean pending;
    private boolean disturbed;

    /** Whether what is there stays the same instance. */
    private boolean kept = true;

    /** Whether what is there runs, if that is certain. */
    private Optional<Boolean> runs = Optional.empty();

    /** Whether what is there was to run, so that it goes on until a newer wish is met. */
    private boolean wasToRun;

    Optional<Wished> wish() {
        return wish;
    }

    Optional<Instance> standing() {
        return standing;
    }

    /** Returns the spec that was there the last time. */
    Optional<Variant> broughtLast() {
        return brought.stream().findFirst();
    }

    boolean isPending() {
        return pending;
    }

    boolean isDisturbed() {
        return disturbed;
    }

    /** Returns whether it runs, and there is nothing that could change that soon. */
    boolean canCrash() {
        return !pending && standing.filter(ModelWorkload::isRunning).isPresent();
    }

    private static boolean isRunning(Instance instance) {
        return instance.state() == Instance.State.RUNNING;
    }

    /** Somebody wants it so. Returns how many instances that may take. */
    int wanted(Wished wanted, boolean imageIsThere) {
        boolean same = wish.filter(wanted::equals).isPresent();
        if (same && (pending || life != Life.GIVEN_UP && life != Life.BLOCKED)) {
            return 0;
        }
        boolean first = !pending;
        boolean fits = standing.isPresent() && kept && brought.stream().allMatch(wanted.variant()::fits);
        boolean canFit = brought.stream().anyMatch(wanted.variant()::fits);
        wasToRun = first && (life == Life.RUNNING || wasToRun && life != Life.STOPPED);
        wish = Optional.of(wanted);
        pending = true;
        kept = fits || first && !imageIsThere && !canFit;
        runs = kept && !fits ? standing.map(ModelWorkload::isRunning) : Optional.empty();
        may = EnumSet.noneOf(Life.class);
        if (imageIsThere || canFit) {
            may.add(wanted.met());
        }
        if (!imageIsThere && !fits) {
            may.add(wanted.blocked());
        }
        brought.add(wanted.variant());
        ends = Ends.AFTER_A_WISH;
        return fits ? 0 : 1;
    }

    /** Somebody wants it to go. */
    void deleted() {
        wish = Optional.empty();
        pending = true;
        kept = false;
        runs = Optional.empty();
        wasToRun = false;
        may = EnumSet.of(Life.ABSENT);
    }

    /** What runs has ended by itself. */
    void crashed(int code) {
        pending = true;
        disturbed = true;
        if (life != Life.RUNNING && brought.isEmpty()) {
            // Its agent died before it took note of it, and the next wish came first: nobody knows its policy.
            runs = Optional.empty();
            return;
        }
        Wished wanted = wish.orElseThrow();
        RestartPolicy policy = (life == Life.RUNNING ? wanted.variant() : brought.get(0)).policy();
        boolean again = wanted.runs() && policy.restarts(code != 0);
        if (life != Life.RUNNING) {
            runs = again && policy.retries() > 0 || again && !wasToRun ? Optional.empty() : Optional.of(again);
            return;
        }
        may = EnumSet.noneOf(Life.class);
        if (again && (policy.retries() == 0 || ends.fewest() < policy.retries())) {
            may.add(Life.RUNNING);
        }
        if (again && policy.retries() > 0 && ends.most() >= policy.retries()) {
            may.add(Life.GIVEN_UP);
        }
        if (!again) {
            may.add(code == 0 ? Life.COMPLETED : Life.GIVEN_UP);
        }
        ends = ends.oneMore();
    }

    /** Somebody has removed what was there. Returns how many instances that may take. */
    int removed(boolean imageIsThere) {
        pending = true;
        disturbed = true;
        kept = false;
        runs = Optional.empty();
        ends = ends.oneMore();
        if (life == Life.RUNNING || life == Life.STOPPED) {
            Wished wanted = wish.orElseThrow();
            may = EnumSet.of(imageIsThere ? wanted.met() : wanted.blocked());
        }
        return 1;
    }

    /** The image that was missing is there again. */
    void imageIsBack() {
        if (life == Life.BLOCKED) {
            pending = true;
            kept = false;
            runs = Optional.empty();
            ends = Ends.ANY;
            may = EnumSet.of(wish.orElseThrow().met());
        }
    }

    /** Its agent came to an end, so that it may have forgotten the last thing that it did. */
    void agentEnded() {
        if (pending) {
            ends = ends.orNone();
        }
    }

    /** For so long nothing has happened that what was counts no more. */
    void restedForLong() {
        ends = life == Life.RUNNING || life == Life.STOPPED ? Ends.NONE : ends.orNone();
    }

    /** Returns what is not as it may be. */
    Optional<String> trouble(Optional<Workload> now, List<Instance> there) {
        boolean fits = may.stream().anyMatch(one -> one.fits(now, there)) && isAllowed(there);
        return fits
                ? Optional.empty()
                : Optional.of(this + ", but is " + now.map(ModelWorkload::shown) + " with "
                        + there.stream().map(ModelWorkload::shown).toList());
    }

    private static String shown(Workload workload) {
        WorkloadStatus status = workload.status();
        return status.phase() + " " + status.revisions() + (status.gaveUp() ? " gave up " : " ") + status.message();
    }

    private static String shown(Instance instance) {
        return instance.handle().value() + " " + instance.name().revision() + " " + instance.message();
    }

    private boolean isAllowed(List<Instance> there) {
        boolean sameInstance = !kept
                || standing.map(Instance::handle)
                        .equals(there.stream().map(Instance::handle).findFirst());
        boolean asItRan = runs.isEmpty() || there.stream().anyMatch(ModelWorkload::isRunning) == runs.get();
        boolean ofTheWish = may.contains(Life.BLOCKED)
                || may.contains(Life.GIVEN_UP)
                || there.stream()
                        .allMatch(instance -> wish.isPresent()
                                && Variant.of(instance.name().revision().value())
                                        .fits(wish.get().variant()));
        return sameInstance && asItRan && ofTheWish;
    }

    /** Goes on from what was seen. */
    void seen(Optional<Workload> now, List<Instance> there) {
        life = may.stream().filter(one -> one.fits(now, there)).findFirst().orElseThrow();
        may = EnumSet.of(life);
        standing = there.stream().findFirst();
        brought.clear();
        now.flatMap(workload -> workload.status().revisions().applied())
                .ifPresent(revision -> brought.add(Variant.of(revision.value())));
        pending = false;
        disturbed = false;
        kept = true;
        runs = Optional.empty();
    }

    @Override
    public String toString() {
        return "wanted " + wish + ", may be " + may + (kept ? " with " + standing.map(ModelWorkload::shown) : "")
                + runs.map(value -> value ? ", running" : ", not running").orElse("") + ", " + ends + " ends";
    }

    /** A wish to run is in one of both states; anything else is another wish. */
    static Wished wished(Variant variant, boolean runs) {
        return new Wished(variant, runs ? DesiredState.RUNNING : DesiredState.STOPPED);
    }
}
