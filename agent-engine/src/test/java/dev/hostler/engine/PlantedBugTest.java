package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.engine.state.WorkloadCommit;
import dev.hostler.engine.state.WorkloadStore;
import dev.hostler.engine.testing.MemoryDirectory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import net.jqwik.api.Example;

/** A commit that is skipped now and then is found by the property of {@link WorkloadsPropertyTest}, and soon. */
class PlantedBugTest {
    private static final int SEQUENCES = 200;

    @Example
    void wishesThatAreNotStoredAreFound() {
        assertFound(WorkloadCommit.WISHED);
    }

    @Example
    void notesThatAreNotStoredAreFound() {
        assertFound(WorkloadCommit.NOTED);
    }

    private static void assertFound(WorkloadCommit point) {
        AtomicInteger count = new AtomicInteger();
        UnaryOperator<WorkloadStore> bug = store -> new ForgetfulStore(store, point, 7, count);
        try (MemoryDirectory directory = new MemoryDirectory();
                FakeWorld world = new FakeWorld(directory.resolve("data"), bug)) {
            int found = firstFailure(world);
            System.out.println("PlantedBugTest: " + point + " found by sequence " + found);
            assertThat(found).as("the sequence that finds it").isLessThanOrEqualTo(SEQUENCES);
        }
    }

    private static int firstFailure(FakeWorld world) {
        for (int i = 1; i <= SEQUENCES; i++) {
            List<Operation> operations = Operation.sequences().sample();
            try {
                WorkloadSequence.run(world, "s" + i + "-", operations);
            } catch (AssertionError found) {
                return i;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return SEQUENCES + 1;
    }
}
