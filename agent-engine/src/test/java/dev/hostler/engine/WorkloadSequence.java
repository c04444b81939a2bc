package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.Instance;
import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Takes a world and its reference through one sequence of operations, and compares them whenever nothing happens any more.
 * Confined to one thread.
 */
final class WorkloadSequence {
    private static final Duration LONG = Duration.ofMinutes(12);

    private final WorkloadWorld world;
    private final String prefix;
    private final List<ModelWorkload> models = IntStream.range(0, Operation.WORKLOADS)
            .mapToObj(i -> new ModelWorkload())
            .toList();
    private final int madeBefore;
    private boolean imageIsThere = true;
    private boolean hostIsThere = true;
    private int mayMake;

    private WorkloadSequence(WorkloadWorld world, String prefix) {
        this.world = world;
        this.prefix = prefix;
        this.madeBefore = world.made();
    }

    /**
     * Runs a sequence, and leaves nothing behind.
     *
     * @param prefix of the ids of its workloads
     */
    static void run(WorkloadWorld world, String prefix, List<Operation> operations) throws InterruptedException {
        WorkloadSequence sequence = new WorkloadSequence(world, prefix);
        int done = 0;
        try {
            for (Operation operation : operations) {
                sequence.perform(operation);
                done++;
            }
            sequence.end();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "after " + operations.subList(0, done) + " at "
                            + operations.subList(done, operations.size()).stream()
                                    .findFirst() + ": " + e.getMessage(),
                    e);
        }
    }

    private void perform(Operation operation) throws InterruptedException {
        int i = operation.workload();
        ModelWorkload model = models.get(i);
        if (model.isDisturbed() && !hostIsThere) {
            return;
        }
        if (model.isDisturbed()) {
            rest();
        }
        switch (operation.kind()) {
            case APPLY -> apply(i, ModelWorkload.wished(new Variant(operation.choice()), operation.choice() % 7 != 0));
            case AGAIN -> applyAgain(i, Optional.empty());
            case STOP -> applyAgain(i, Optional.of(false));
            case RUN -> applyAgain(i, Optional.of(true));
            case BACK -> model.broughtLast().ifPresent(there -> apply(i, ModelWorkload.wished(there, true)));
            case DELETE -> delete(i);
            case CONFLICT -> conflict(i, operation.choice());
            case CRASH -> crash(i, operation.choice());
            case REMOVE -> remove(i);
            case IMAGE -> changeImage();
            case HOST -> changeHost();
            case RESTART -> restart();
            case DEATH -> world.dieAfter(operation.choice() % 12);
            case LONG -> restForLong();
            case REST -> rest();
        }
    }

    private WorkloadKey key(int i) {
        return new WorkloadKey(Owner.EMBEDDER, new WorkloadId(prefix + i));
    }

    private ApplyWorkload wish(int i, Wished wished) {
        return ApplyWorkload.of(prefix + i, world.spec(wished.variant(), i))
                .revision(wished.variant().revision())
                .desired(wished.desired());
    }

    private boolean isImageThere(Wished wished) {
        return imageIsThere || !wished.variant().isOfTheRareImage();
    }

    private void apply(int i, Wished wished) {
        if (!hostIsThere && models.get(i).isPending()) {
            return;
        }
        mayMake += models.get(i).wanted(wished, isImageThere(wished));
        call(() -> {
            world.agent().apply(wish(i, wished));
            return true;
        });
    }

    private void applyAgain(int i, Optional<Boolean> runs) {
        models.get(i)
                .wish()
                .ifPresent(known -> apply(i, ModelWorkload.wished(known.variant(), runs.orElse(known.runs()))));
    }

    private void delete(int i) {
        models.get(i).deleted();
        call(() -> {
            world.agent().workload(key(i)).ifPresent(handle -> handle.delete(false));
            return true;
        });
    }

    /** What an agent that dies has not answered is asked again of the next one. */
    private void call(BooleanSupplier request) {
        boolean answered = false;
        while (!answered) {
            try {
                answered = request.getAsBoolean();
            } catch (AgentException e) {
                if (!reviveAgent()) {
                    throw e;
                }
            }
        }
    }

    private boolean reviveAgent() {
        boolean died = world.revive();
        if (died) {
            models.forEach(ModelWorkload::agentEnded);
        }
        return died;
    }

    /** An agent that is closed while it brings a new instance takes that back, and the next one makes it anew. */
    private void restart() {
        mayMake += (int) models.stream().filter(ModelWorkload::isPending).count();
        world.restart(() -> {});
        models.forEach(ModelWorkload::agentEnded);
    }

    private void conflict(int i, int choice) {
        Optional<Wished> wish = models.get(i).wish();
        if (wish.isEmpty()) {
            return;
        }
        reviveAgent();
        Variant other = new Variant((wish.get().variant().number() + 1 + choice % (Variant.COUNT - 1)) % Variant.COUNT);
        ApplyWorkload wrong = ApplyWorkload.of(prefix + i, world.spec(other, i))
                .revision(wish.get().variant().revision());
        assertThatThrownBy(() -> world.agent().apply(wrong))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    private void crash(int i, int choice) throws InterruptedException {
        rest();
        ModelWorkload model = models.get(i);
        if (!model.canCrash()) {
            return;
        }
        Instance standing = model.standing().orElseThrow();
        int code = choice % 3 == 0 ? 0 : 1;
        model.crashed(code);
        if (choice % 8 == 1) {
            world.restart(() -> world.crash(standing, code));
        } else {
            world.crash(standing, code);
        }
    }

    private void remove(int i) throws InterruptedException {
        rest();
        ModelWorkload model = models.get(i);
        if (model.isPending() || model.standing().isEmpty()) {
            return;
        }
        mayMake += model.removed(model.wish().map(this::isImageThere).orElse(true));
        world.remove(model.standing().orElseThrow());
    }

    private void changeImage() throws InterruptedException {
        if (!hostIsThere) {
            return;
        }
        rest();
        imageIsThere = !imageIsThere;
        world.image(imageIsThere);
        if (imageIsThere) {
            models.forEach(ModelWorkload::imageIsBack);
        }
    }

    private void changeHost() throws InterruptedException {
        if (!world.isMadeUp()) {
            return;
        }
        rest();
        hostIsThere = !hostIsThere;
        world.reachable(hostIsThere);
    }

    private void restForLong() throws InterruptedException {
        if (!hostIsThere || !world.isMadeUp()) {
            return;
        }
        rest();
        world.pass(LONG);
        models.forEach(ModelWorkload::restedForLong);
    }

    /** Lets all become as it should be; while the host is away, that is all that was stored. */
    private void rest() throws InterruptedException {
        world.awaitRest(this::trouble);
        if (hostIsThere) {
            IntStream.range(0, models.size()).forEach(i -> models.get(i).seen(now(i), world.instances(key(i))));
        }
    }

    private Optional<String> trouble() {
        if (reviveAgent()) {
            return Optional.of("another agent lives");
        }
        return hostIsThere
                ? IntStream.range(0, models.size())
                        .mapToObj(i -> models.get(i)
                                .trouble(now(i), world.instances(key(i)))
                                .map(why -> prefix + i + " " + why))
                        .flatMap(Optional::stream)
                        .findFirst()
                : Optional.empty();
    }

    private Optional<Workload> now(int i) {
        return world.agent().workload(key(i)).map(WorkloadHandle::workload);
    }

    private void end() throws InterruptedException {
        if (!hostIsThere) {
            changeHost();
        }
        if (!imageIsThere) {
            changeImage();
        }
        rest();
        assertThat(world.made() - madeBefore).as("instances made").isLessThanOrEqualTo(mayMake);
        for (int i = 0; i < models.size(); i++) {
            delete(i);
        }
        rest();
        assertThat(world.instances()).isEmpty();
        assertThat(world.agent().workloads(Owner.EMBEDDER)).isEmpty();
    }
}
