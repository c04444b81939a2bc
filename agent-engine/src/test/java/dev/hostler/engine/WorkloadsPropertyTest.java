package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.engine.testing.MemoryDirectory;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterProperty;

/** Whatever happens to workloads, their host and their agent: once it is quiet, all is as the reference says. */
class WorkloadsPropertyTest {
    private static final int USUAL = 1000;
    private static final int LONG = 4000;

    /** A step that comes so seldom, four times in a thousand sequences, that only the long form is sure to see it. */
    private static final String RARE = "Discard";

    private final MemoryDirectory directory = new MemoryDirectory();
    private final FakeWorld world = new FakeWorld(directory.resolve("data"), UnaryOperator.identity());
    private int sequences;

    @Provide
    Arbitrary<List<Operation>> operations() {
        return Operation.sequences();
    }

    @Property(
            tries = USUAL,
            generation = GenerationMode.RANDOMIZED,
            edgeCases = EdgeCasesMode.NONE,
            shrinking = ShrinkingMode.OFF)
    void allIsAsTheReferenceSays(@ForAll("operations") List<Operation> operations) throws InterruptedException {
        run(operations);
    }

    @Tag("faults")
    @Property(
            tries = LONG,
            generation = GenerationMode.RANDOMIZED,
            edgeCases = EdgeCasesMode.NONE,
            shrinking = ShrinkingMode.OFF)
    void allIsAsTheReferenceSaysForLong(@ForAll("operations") List<Operation> operations) throws InterruptedException {
        run(operations);
    }

    private void run(List<Operation> operations) throws InterruptedException {
        sequences++;
        WorkloadSequence.run(world, "s" + sequences + "-", operations);
    }

    @AfterProperty
    void everyStepWasTaken() throws ClassNotFoundException {
        world.close();
        directory.close();
        System.out.println("WorkloadsPropertyTest: " + sequences + " sequences, steps " + new TreeMap<>(world.steps()));
        if (sequences == LONG) {
            assertThat(world.steps().keySet()).isEqualTo(allSteps());
        } else if (sequences == USUAL) {
            Set<String> often = allSteps();
            often.remove(RARE);
            assertThat(world.steps().keySet()).containsAll(often);
        }
    }

    /** All but the one that is none. */
    private static Set<String> allSteps() throws ClassNotFoundException {
        return Arrays.stream(Class.forName("dev.hostler.engine.workload.Step").getPermittedSubclasses())
                .map(Class::getSimpleName)
                .filter(name -> !name.equals("Nothing"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
