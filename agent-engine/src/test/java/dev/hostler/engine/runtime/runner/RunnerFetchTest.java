package dev.hostler.engine.runtime.runner;

import static dev.hostler.engine.runtime.runner.ReleaseServer.cut;
import static dev.hostler.engine.runtime.runner.ReleaseServer.drip;
import static dev.hostler.engine.runtime.runner.ReleaseServer.page;
import static dev.hostler.engine.runtime.runner.ReleaseServer.slow;
import static dev.hostler.engine.runtime.runner.ReleaseServer.status;
import static dev.hostler.engine.runtime.runner.ReleaseServer.wrongBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.WorkloadNotices;
import dev.hostler.api.workload.RunnerLimits;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import dev.hostler.testkit.TestCancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the runner's program is come by, and what is refused. */
class RunnerFetchTest {
    private static final WorkloadKey KEY = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("w"));
    private static final String AGENT =
            "fetch" + Long.toString(ProcessHandle.current().pid(), 36);

    private final RunnerBench bench = new RunnerBench();
    private final ReleaseServer server = bench.server();
    private RunnerRuntime runtime = bench.runtime(AGENT, Map.of());

    @AfterEach
    void leavesNothing() {
        runtime.close();
        assertThat(bench.leftovers(AGENT)).isEmpty();
        bench.close();
    }

    private void prepare() throws InterruptedException {
        prepare(bench.jit().build());
    }

    private void prepare(RunnerSpec spec) throws InterruptedException {
        runtime.prepare(KEY, spec, WorkloadNotices.NONE, CancellationToken.NONE);
    }

    private RunnerSpec within(Duration fetch) {
        RunnerLimits limits = RunnerBench.limits();
        return bench.jit()
                .limits(limits.times(fetch, limits.registration(), limits.run(), limits.stopGrace()))
                .build();
    }

    private void assertRefused(ErrorCode code, String... words) {
        assertRefused(bench.jit().build(), code, words);
    }

    private void assertRefused(RunnerSpec spec, ErrorCode code, String... words) {
        assertThatThrownBy(() -> prepare(spec))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageMatching("(?s)Cannot .+ '.*': .+; .+")
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
        assertThat(programs()).as("nothing can be run").isEmpty();
    }

    private List<String> programs() {
        return RunnerBench.files(bench.cache().resolve("programs"));
    }

    private static String archive() {
        return "actions-runner-"
                + RunnerRuntime.machine("Linux", System.getProperty("os.arch")).orElseThrow() + "-"
                + RunnerBench.VERSION + ".tar.gz";
    }

    @Test
    void fetchesVerifiesAndUnpacksOnceAndAsksOnlyWhetherThereIsANewerOneThen() throws InterruptedException {
        prepare();
        prepare();
        prepare(bench.jit().version(RunnerBench.VERSION).build());

        assertThat(server.requests())
                .containsExactly(
                        "api /repos/actions/runner/releases/latest",
                        "download",
                        "archive all",
                        "api /repos/actions/runner/releases/latest",
                        "api not modified");
        Path program = bench.cache()
                .resolve("programs")
                .resolve(archive().replace("actions-runner-", "").replace(".tar.gz", ""));
        assertThat(RunnerBench.files(program))
                .contains("bin/Runner.Listener", "externals/node20/npm", "externals/node20/npx");
        assertThat(program.resolve("externals/node20/npm")).isSymbolicLink();
        assertThat(program.resolve("bin/Runner.Listener")).isExecutable();
        assertThat(program.resolve("bin/version")).isRegularFile().isReadable();
        assertThat(Files.isExecutable(program.resolve("bin/version"))).isFalse();
    }

    @Test
    void aPreinstalledProgramIsTakenWithNoRequestAndStays() throws InterruptedException, IOException {
        prepare();
        Path place = bench.root().resolve("preinstalled");
        Path program = bench.cache().resolve("programs");
        try (var programs = Files.list(program)) {
            Files.move(programs.findFirst().orElseThrow(), place);
        }
        List<String> before = RunnerBench.files(place);
        int asked = server.requests().size();

        prepare();
        prepare(bench.jit().version(RunnerBench.VERSION).build());

        assertThat(server.requests()).hasSize(asked);
        assertThat(RunnerBench.files(place)).isEqualTo(before);
        assertRefused(bench.jit().version("9.9.9").build(), ErrorCode.IMAGE_NOT_FOUND, "404");
    }

    @Test
    void aDigestInOnePlaceIsEnough() throws InterruptedException {
        String sum = ReleaseServer.sha256(RunnerArchive.of(RunnerBench.VERSION).gzip());
        server.digests(Optional.empty(), Optional.of(sum));
        prepare();
        server.publish("2.331.0", RunnerArchive.of("2.331.0").gzip());
        server.digests(
                Optional.of(ReleaseServer.sha256(RunnerArchive.of("2.331.0").gzip())), Optional.empty());
        prepare();

        assertThat(programs()).anyMatch(name -> name.endsWith("2.331.0"));
    }

    @Test
    void whatHasNoDigestOrTwoThatDifferIsNotEvenFetched() {
        server.digests(Optional.empty(), Optional.empty());
        assertRefused(ErrorCode.IMAGE_UNAVAILABLE, "no SHA-256 digest");
        server.digests(Optional.of("a".repeat(64)), Optional.of("b".repeat(64)));
        assertRefused(ErrorCode.IMAGE_UNAVAILABLE, "differ");

        assertThat(server.archiveRequests()).isZero();
    }

    @Test
    void wrongBytesAreNotUnpackedAndNotKept() {
        server.store(wrongBytes());

        assertRefused(ErrorCode.IMAGE_UNAVAILABLE, "SHA-256", "nothing was unpacked");

        assertThat(server.archiveRequests()).isEqualTo(1);
        assertThat(RunnerBench.files(bench.cache())).noneMatch(name -> name.contains("tar.gz"));
    }

    @Test
    void anArchiveThatWasChangedInTheCacheIsFetchedAnew() throws InterruptedException, IOException {
        prepare();
        Tree.remove(bench.cache().resolve("programs"));
        Files.writeString(bench.cache().resolve(archive()), "changed");

        prepare();

        assertThat(server.archiveRequests()).isEqualTo(2);
        assertThat(programs()).isNotEmpty();
    }

    @Test
    void goesOnWhereTheServerBrokeOff() throws InterruptedException {
        server.api(status(503), status(500));
        server.store(cut(1000), status(503), cut(500), slow());

        prepare();

        assertThat(server.requests())
                .filteredOn(line -> line.startsWith("archive"))
                .containsExactly("archive all", "archive bytes=1000-", "archive bytes=1000-", "archive bytes=1500-");
        assertThat(programs()).isNotEmpty();
    }

    @Test
    void givesUpAfterThreeAttemptsInVain() {
        server.api(status(503), status(503), status(503), status(503));

        assertRefused(ErrorCode.IMAGE_UNAVAILABLE, "503");

        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void aMissingVersionIsNotAskedForTwice() {
        assertRefused(bench.jit().version("9.9.9").build(), ErrorCode.IMAGE_NOT_FOUND, "404", "v9.9.9");

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aRateLimitIsHonouredIfTimeAllows() throws InterruptedException {
        long before = bench.scheduler().nanoTime();
        server.api(status(429, "Retry-After", "1"));

        prepare();

        assertThat(bench.scheduler().nanoTime() - before)
                .isGreaterThan(Duration.ofSeconds(1).toNanos());
        assertThat(server.requests()).contains("api /repos/actions/runner/releases/latest");
    }

    @Test
    void aRateLimitThatLastsTooLongIsNamedAndNotWaitedFor() {
        long reset = bench.scheduler().now().getEpochSecond() + 3000;
        server.api(status(403, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", Long.toString(reset)));

        assertRefused(ErrorCode.IMAGE_UNAVAILABLE, "too many requests", "runners.token-file");

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void whatIsForbiddenForGoodIsAnotherCause() {
        server.api(status(403));

        assertRefused(ErrorCode.IMAGE_DENIED, "403");
    }

    @Test
    void aTokenGoesToTheApiAndNowhereElse() throws InterruptedException, IOException {
        Path token = Files.writeString(bench.root().resolve("token"), "api-secret\n");
        runtime.close();
        runtime = bench.runtime(AGENT, Map.of("token-file", token.toString()));

        prepare();

        assertThat(server.requests())
                .containsExactly(
                        "api /repos/actions/runner/releases/latest Bearer api-secret", "download", "archive all");
    }

    @Test
    void aTokenFileThatIsNotThereIsNamed() {
        runtime.close();
        runtime = bench.runtime(AGENT, Map.of("token-file", "/not/there"));

        assertRefused(ErrorCode.INVALID_INPUT, "runners.token-file", "/not/there");
    }

    @Test
    void whatIsNoDescriptionIsSaidToBeNone() {
        server.api(page("<html>Log in, please</html>"));
        assertRefused(ErrorCode.IMAGE_UNAVAILABLE, "no description of a release");
        server.api(page("{}"));
        assertRefused(ErrorCode.IMAGE_UNAVAILABLE, "no description of a release");
        server.withoutAssets();
        assertRefused(ErrorCode.IMAGE_NOT_FOUND, "no archive");
    }

    @Test
    void aTagWithoutItsLetterIsUnderstood() throws InterruptedException {
        server.tag(RunnerBench.VERSION);

        prepare();

        assertThat(programs()).isNotEmpty();
    }

    @Test
    void aDownloadThatHangsEndsAtItsDeadline() {
        server.store(drip(), drip(), drip());

        assertRefused(within(Duration.ofMillis(700)), ErrorCode.TIMEOUT, "its time is over");
    }

    @Test
    void aDownloadTakesNoLongerThanTheRunnerMay() {
        server.store(drip());
        RunnerLimits limits = RunnerBench.limits();
        RunnerSpec spec = bench.jit()
                .limits(limits.times(
                        Duration.ofMinutes(1), limits.registration(), Duration.ofMillis(700), limits.stopGrace()))
                .build();

        assertRefused(spec, ErrorCode.TIMEOUT, "its time is over");
    }

    @Test
    void aDownloadThatIsNotWantedAnyMoreEndsAtOnce() {
        server.store(drip());
        TestCancellation cancellation = new TestCancellation();
        bench.scheduler().schedule("cancel", Duration.ofMillis(500), cancellation::cancel);

        assertThatThrownBy(() -> runtime.prepare(KEY, bench.jit().build(), WorkloadNotices.NONE, cancellation))
                .isInstanceOf(InterruptedException.class);
        assertThat(programs()).isEmpty();
    }

    @Test
    void nothingIsFetchedOntoADiskWithoutRoom() {
        RunnerSpec spec = bench.jit()
                .limits(RunnerBench.limits().floors(Long.MAX_VALUE, 0, 0))
                .build();

        assertRefused(spec, ErrorCode.NO_CAPACITY, "MiB left", "limits.fetchFreeBytes");

        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "absolute",
                "link",
                "absolute link",
                "through",
                "hard link",
                "device",
                "bomb",
                "cut off",
                "incomplete"
            })
    void aHostileArchiveIsRefusedAndLeavesNothing(String kind) {
        byte[] archive = hostile(kind);
        server.publish(RunnerBench.VERSION, archive);

        assertRefused(ErrorCode.IMAGE_UNAVAILABLE, "unpack");

        assertThat(bench.root().resolve("escaped")).doesNotExist();
        assertThat(Path.of("/tmp/hostler-escaped")).doesNotExist();
    }

    private static byte[] hostile(String kind) {
        TarWriter tar = RunnerArchive.of(RunnerBench.VERSION);
        return switch (kind) {
            case "name" -> tar.file("./../../../escaped", "x").gzip();
            case "absolute" -> tar.file("/tmp/hostler-escaped", "x").gzip();
            case "link" -> tar.link("./bin/out", "../../../../escaped").gzip();
            case "absolute link" -> tar.link("./bin/out", "/etc").gzip();
            case "through" -> tar.link("./door", "bin").file("./door/x", "x").gzip();
            case "hard link" -> tar.hardLink("./bin/shadow", "/etc/passwd").gzip();
            case "device" -> tar.device("./bin/null").gzip();
            case "bomb" -> tar.file("./zeros", 0644, new byte[100 << 20]).gzip();
            case "cut off" -> {
                byte[] whole = tar.gzip();
                yield Arrays.copyOf(whole, whole.length - 100);
            }
            case "incomplete" ->
                new TarWriter().directory("./").file("./run.sh", "x").gzip();
            default -> throw new AssertionError(kind);
        };
    }

    @Test
    void whatADeathHasLeftHalfUnpackedIsNoProgram() throws InterruptedException, IOException {
        prepare();
        Path programs = bench.cache().resolve("programs");
        try (var all = Files.list(programs)) {
            Files.move(all.findFirst().orElseThrow(), programs.resolve(".new-dead"));
        }

        prepare(bench.jit().version(RunnerBench.VERSION).build());

        assertThat(programs).isDirectoryNotContaining("glob:**/.new-*");
        assertThat(server.archiveRequests()).isEqualTo(1);
    }
}
