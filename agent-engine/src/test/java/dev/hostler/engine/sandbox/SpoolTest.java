package dev.hostler.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hostler.api.error.AgentException;
import dev.hostler.engine.testing.DiskUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the output of steps takes on the disk. */
class SpoolTest {
    private static final long SPOOL = 3 * SpoolSpace.PIECE;
    private static final int PIECES = 12;

    /** Prints pieces of 8 MiB, each when the last one was read. */
    private static final String PACED = "i=0; while [ $i -lt " + PIECES + " ]; do"
            + " until [ -e \"seen$i\" ]; do sleep 0.01; done;"
            + " i=$((i + 1)); head -c 8388608 /dev/zero | tr '\\0' \"$i\"; done";

    @TempDir
    private Path directory;

    /** Lets the step go on whenever a piece was read, and looks at what its output takes. */
    private static final class PacingSink implements OutputSink {
        private final SupervisedBench bench;
        private final boolean settles;
        private long taken;
        private long largest;

        PacingSink(SupervisedBench bench, boolean settles) {
            this.bench = bench;
            this.settles = settles;
            go(0);
        }

        @Override
        public void accept(byte[] buffer, int length) {
            long before = taken / SpoolSpace.PIECE;
            taken += length;
            long now = taken / SpoolSpace.PIECE;
            if (now > before) {
                largest = Math.max(largest, DiskUse.of(bench.output("1.out")));
                go(now);
            }
        }

        @Override
        public long settle() {
            return settles ? taken : 0;
        }

        private void go(long piece) {
            try {
                Files.createFile(bench.paths.workspace().resolve("seen" + piece));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aStepCanPrintFarMoreThanTheDiskEverHolds() throws Exception {
        try (SupervisedBench bench = SupervisedBench.withSpool(SPOOL)) {
            PacingSink sink = new PacingSink(bench, true);
            assertThat(bench.session().run(bench.script(PACED), sink, StopRequest.NEVER))
                    .isEqualTo(new StepEnd.Exited(0));
            assertThat(sink.taken).isEqualTo(PIECES * SpoolSpace.PIECE).isGreaterThan(SPOOL);
            assertThat(sink.largest).isPositive().isLessThanOrEqualTo(SPOOL);
            assertThat(openFiles(bench.output("1.out"))).isEmpty();
        }
    }

    /** The step prints as fast as it can, into a sink that does not take anything for a while. */
    @Test
    void aStepIsHeldUpThatPrintsFasterThanItsOutputIsRead() throws Exception {
        long spool = 256L << 20;
        try (SupervisedBench bench = SupervisedBench.inNamespaceWithSpool(spool)) {
            HesitatingSink sink = new HesitatingSink(bench, spool / 2);
            StepOrder order = bench.script("head -c 629145600 /dev/zero; sleep 600 & echo end");
            assertThat(bench.session().run(order, sink, StopRequest.NEVER)).isEqualTo(new StepEnd.Exited(0));
            assertThat(sink.taken).isEqualTo((600L << 20) + 4);
            assertThat(sink.largest).isGreaterThan(spool / 2).isLessThanOrEqualTo(spool);
            assertThat(sink.sawItStopped).isTrue();
            assertThat(stopped(bench)).as("nothing is left stopped").isFalse();
        }
    }

    /** Takes nothing until there is too much, and then goes on once the step is seen to be held up. */
    private static final class HesitatingSink implements OutputSink {
        private static final long TWO_TURNS = 2L << 20;

        private final SupervisedBench bench;
        private final long tooMuch;
        private long taken;
        private long largest;
        private boolean sawItStopped;

        HesitatingSink(SupervisedBench bench, long tooMuch) {
            this.bench = bench;
            this.tooMuch = tooMuch;
        }

        @Override
        public void accept(byte[] buffer, int length) {
            if (taken == 0) {
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> Files.size(bench.output("1.out")) > tooMuch + (1 << 20));
            }
            taken += length;
            if (taken > TWO_TURNS && !sawItStopped) {
                await().until(() -> stopped(bench));
                sawItStopped = true;
                largest = DiskUse.of(bench.output("1.out"));
            }
        }

        @Override
        public long settle() {
            return taken;
        }
    }

    /** Whether a process of the job is stopped. */
    private static boolean stopped(SupervisedBench bench) {
        return ProcessHandle.allProcesses().anyMatch(process -> isStopped(process.pid(), bench.paths.workspace()));
    }

    private static boolean isStopped(long pid, Path workspace) {
        try {
            Path proc = Path.of("/proc", String.valueOf(pid));
            String stat = Files.readString(proc.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T' && Files.isSameFile(proc.resolve("cwd"), workspace);
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void aStepEndsWhoseOutputIsNotTakenInTime() throws Exception {
        try (SupervisedBench bench = SupervisedBench.withSpool(SPOOL)) {
            PacingSink sink = new PacingSink(bench, false);
            assertThat(bench.session().run(bench.script(PACED), sink, StopRequest.NEVER))
                    .isEqualTo(new StepEnd.OutputBacklog(SPOOL));
            assertThat(sink.taken).isLessThanOrEqualTo(SPOOL + 2 * SpoolSpace.PIECE);
            assertThat(bench.run("echo next")).isEqualTo(new StepEnd.Exited(0));
        }
    }

    @Test
    void theOutputOfAStepGoesWhenTheNextOneBegins() throws Exception {
        try (SupervisedBench bench = SupervisedBench.on("dash")) {
            bench.run("head -c 3000000 /dev/zero; (until [ -e go ]; do sleep 0.01; done; head -c 2000000 /dev/zero;"
                    + " touch gone) &");
            assertThat(DiskUse.of(bench.output("1.out"))).isGreaterThanOrEqualTo(3_000_000);
            // By the end of the second step, also what the first one's background process has written is gone.
            assertThat(bench.run("touch go; until [ -e gone ]; do sleep 0.01; done;" + " until [ ! -s '"
                            + bench.output("1.out") + "' ]; do sleep 0.01; done; exit 5"))
                    .isEqualTo(new StepEnd.Exited(5));
        }
    }

    @Test
    void whereSpaceCantBeGivenBackTheSpoolIsTheLimit() throws Exception {
        Path output = directory.resolve("1.out");
        SpoolSpace space = new SpoolSpace(() -> {
            throw new UnsatisfiedLinkError("not here");
        });
        OutputBounds bounds = new OutputBounds(1L << 40, 2 * SpoolSpace.PIECE);
        try (StepMarks marks = StepMarks.create(directory.resolve(".."), directory, 1);
                StepSpool spool = new StepSpool(
                        new SpooledStream(OwnFile.create(directory.resolve(".."), output, ""), space),
                        Optional.empty(),
                        marks)) {
            assertThat(spool.limit(bounds)).isEqualTo(bounds.total());
            Files.write(output, new byte[(int) SpoolSpace.PIECE]);
            long[] taken = {0};
            OutputSink sink = new OutputSink() {
                @Override
                public void accept(byte[] buffer, int length) {
                    taken[0] += length;
                }

                @Override
                public long settle() {
                    return taken[0];
                }
            };
            spool.drain(sink, bounds);
            assertThat(taken[0]).isEqualTo(SpoolSpace.PIECE);
            assertThat(spool.limit(bounds)).isEqualTo(bounds.spool());
            assertThat(spool.backlog()).isEqualTo(SpoolSpace.PIECE);
        }
    }

    @Test
    void neverTouchesAFileThatTookTheNamesPlace() throws Exception {
        Path output = directory.resolve("1.out");
        Path precious = Files.write(directory.resolve("precious"), new byte[100_000]);
        long before = DiskUse.of(precious);
        try (OwnFile file = OwnFile.create(directory.resolve(".."), output, "")) {
            Files.move(output, directory.resolve("aside"));
            Files.copy(precious, output);
            assertThatThrownBy(() -> file.punch(directory)).isInstanceOf(TamperedException.class);
            assertThat(DiskUse.of(output)).isEqualTo(before);

            Files.delete(output);
            Files.createSymbolicLink(output, precious);
            assertThatThrownBy(() -> file.punch(directory)).isInstanceOf(IOException.class);
            assertThat(DiskUse.of(precious)).isEqualTo(before);
        }
        assertThat(openFiles(output)).isEmpty();
        assertThat(openFiles(precious)).isEmpty();
    }

    @Test
    void refusesASpoolThatIsSmallerThanWhatIsGivenBackAtATime() {
        assertThat(OutputBounds.of(Map.of())).isEqualTo(OutputBounds.DEFAULT);
        assertThat(OutputBounds.of(Map.of("max-step-bytes", "5", "max-spool-bytes", "20000000")))
                .isEqualTo(new OutputBounds(5, 20_000_000));
        for (String bad : List.of("1000", "-1", "many", "")) {
            assertThatThrownBy(() -> OutputBounds.of(Map.of("max-spool-bytes", bad)))
                    .isInstanceOf(AgentException.class)
                    .hasMessageStartingWith("Cannot accept setting 'max-spool-bytes': '" + bad + "'");
        }
    }

    /** File descriptors of this process that mean a file, by whatever name. */
    private static List<Path> openFiles(Path file) throws IOException {
        List<Path> open = new ArrayList<>();
        Object key = Files.getAttribute(file, "unix:fileKey", LinkOption.NOFOLLOW_LINKS);
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (means(descriptor, key)) {
                    open.add(descriptor);
                }
            }
        }
        return open;
    }

    private static boolean means(Path descriptor, Object file) throws IOException {
        try {
            return file.equals(Files.getAttribute(descriptor, "unix:fileKey"));
        } catch (NoSuchFileException closedMeanwhile) {
            return false;
        }
    }
}
