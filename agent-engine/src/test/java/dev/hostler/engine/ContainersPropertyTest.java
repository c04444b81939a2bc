package dev.hostler.engine;

import dev.hostler.engine.testing.Effort;
import dev.hostler.engine.testing.MemoryDirectory;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Example;

/** The property of {@link WorkloadsPropertyTest}, on containers of the real engine; somebody kills, stops and removes them. */
class ContainersPropertyTest {
    @Example
    void allIsAsTheReferenceSays() throws InterruptedException {
        int sequences = Effort.of(2, 50);
        long begin = System.nanoTime();
        try (MemoryDirectory directory = new MemoryDirectory();
                DockerWorld world = new DockerWorld(directory.resolve("data"))) {
            for (int i = 1; i <= sequences; i++) {
                List<Operation> operations = Operation.sequences().sample();
                WorkloadSequence.run(world, "s" + i + "-", operations);
            }
            System.out.println("ContainersPropertyTest: " + sequences + " sequences, " + world.made() + " containers, "
                    + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s");
        }
    }
}
