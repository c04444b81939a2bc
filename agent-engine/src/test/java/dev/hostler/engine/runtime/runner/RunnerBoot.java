package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.InstanceHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Prints how long it takes from a wish to a runner that listens, with its archive in the cache, part by part: the medians of
 * so many runs. The archive has so many MiB of random content beside the stand-in's scripts.
 */
final class RunnerBoot extends RunnerCase {
    private RunnerBoot() {}

    public static void main(String[] args) throws Exception {
        new RunnerBoot().measure(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    }

    private void measure(int runs, int mebibytes) throws Exception {
        byte[] content = new byte[mebibytes << 20];
        new Random(1).nextBytes(content);
        bench.server()
                .publish(
                        RunnerBench.VERSION,
                        RunnerArchive.of(RunnerBench.VERSION)
                                .file("./bin/content", 0644, content)
                                .gzip());
        Map<String, List<Double>> times = new TreeMap<>();
        for (int i = 0; i <= runs; i++) {
            Tree.remove(bench.cache().resolve("programs"));
            long begun = System.nanoTime();
            InstanceHandle handle = start(bench.token("FAKE_NO_JOB", "1").build());
            Map<String, String> details = awaitStage(handle, "listening").details();
            double total = (System.nanoTime() - begun) / 1e9;
            runtime.destroy(handle);
            if (i > 0) {
                // The first one has filled the cache.
                times.computeIfAbsent("total", name -> new ArrayList<>()).add(total);
                details.forEach((name, value) -> {
                    if (name.startsWith(Phases.PREFIX)) {
                        times.computeIfAbsent(name.substring(Phases.PREFIX.length()), key -> new ArrayList<>())
                                .add(Double.valueOf(value));
                    }
                });
            }
        }
        times.forEach((name, all) -> {
            all.sort(null);
            System.out.printf(
                    Locale.ROOT,
                    "%-9s median %.3f s, from %.3f to %.3f%n",
                    name,
                    all.get(all.size() / 2),
                    all.get(0),
                    all.get(all.size() - 1));
        });
        leavesNothing();
    }
}
