package dev.hostler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.Conclusion;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.job.JobSpec;
import dev.hostler.engine.testing.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand jobs in one agent: what it holds does not grow with what it has done. */
class EnduranceTest {
    private static final int WARM_UP = 100;
    private static final int JOBS = Effort.of(300, 1000);

    @TempDir
    Path directory;

    /**
     * What a process holds. Immutable.
     *
     * @param residentKiB its memory, from {@code VmRSS}
     * @param threads its threads
     * @param descriptors its open files
     */
    record Holding(long residentKiB, long threads, long descriptors) {
        static Holding now() throws IOException {
            System.gc();
            try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
                return new Holding(status("VmRSS:"), status("Threads:"), files.count());
            }
        }

        private static long status(String name) throws IOException {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * An agent in a process of its own, whose heap is all there from the start. Only the quick compiler works in it: the
     * other one takes and gives back tens of megabytes as it likes, which would hide what the jobs leave.
     */
    static final class Worker {
        private Worker() {}

        public static void main(String[] arguments) throws Exception {
            AgentConfig config = AgentConfig.builder(Path.of(arguments[0]))
                    .slots(4)
                    .disable("docker")
                    .build();
            try (Agent agent = Agent.start(config)) {
                List<JobHandle> jobs = new ArrayList<>();
                for (int number = 0; number < JOBS; number++) {
                    jobs.add(agent.submit(JobSpec.builder("job-" + number)
                            .isolation(Isolation.PROCESS)
                            .run("true")
                            .build()));
                }
                awaitAll(jobs.subList(0, WARM_UP));
                Holding before = Holding.now();
                awaitAll(jobs);
                Files.writeString(Path.of(arguments[1]), before + "\n" + Holding.now() + "\n");
            }
        }

        private static void awaitAll(List<JobHandle> jobs) throws InterruptedException {
            for (JobHandle job : jobs) {
                if (job.await().conclusion() != Conclusion.SUCCEEDED) {
                    throw new IllegalStateException(job.await().toString());
                }
            }
        }
    }

    @Test
    void manyJobsLeaveNothingInTheProcess() throws Exception {
        Path report = directory.resolve("report");
        Path output = directory.resolve("output");
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx64m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        directory.resolve("data").toString(),
                        report.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(worker.waitFor()).as(Files.readString(output)).isZero();

        List<String> holdings = Files.readAllLines(report);
        System.out.println("after " + WARM_UP + " jobs " + holdings.get(0) + ", after " + JOBS + " " + holdings.get(1));
        Holding before = parse(holdings.get(0));
        Holding after = parse(holdings.get(1));
        assertThat(after.residentKiB() - before.residentKiB())
                .as("KiB of memory")
                .isLessThan(10 * 1024);
        assertThat(after.threads() - before.threads()).as("threads").isLessThan(5);
        assertThat(after.descriptors() - before.descriptors()).as("open files").isLessThan(5);
    }

    private static Holding parse(String text) {
        String[] numbers = text.replaceAll("[^\\d,]", "").split(",", -1);
        return new Holding(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }
}
