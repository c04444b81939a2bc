package dev.hostler.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.AgentConfig;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsTest {
    @TempDir
    private Path home;

    private Terminal terminal;

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(home);
    }

    @Test
    void aFileAloneRunsInAnEmptyWorkspaceWithDefaults() {
        JobSpec job = job("hello.yaml");

        assertThat(job.source()).isEmpty();
        assertThat(job.pipeline()).isEqualTo(new Pipeline.Document("hello.yaml", "steps: [{run: echo hello}]"));
        assertThat(job.isolation()).isEqualTo(Isolation.AUTO);
        assertThat(job.image()).isEmpty();
        assertThat(job.env()).isEmpty();
        assertThat(job.secrets()).isEmpty();
        assertThat(job.timeout()).isEmpty();
    }

    @Test
    void theJobGetsWhatTheOptionsSay() {
        JobSpec job = job("hello.yaml", "--isolation", "docker", "--image=busybox:1", "--timeout", "1h30m");

        assertThat(job.isolation()).isEqualTo(Isolation.DOCKER);
        assertThat(job.image()).contains("busybox:1");
        assertThat(job.timeout()).contains(Duration.ofMinutes(90));
    }

    @Test
    void theAgentRunsOneJobAndEndsIt() {
        job("hello.yaml");
        AgentConfig config = terminal.agent().config();

        assertThat(config.slots()).isEqualTo(1);
        assertThat(config.onClose()).isEqualTo(AgentConfig.OnClose.CANCEL);
        assertThat(config.cancelGrace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.cacheDirectory()).contains(terminal.dataDirectory().resolve("cache"));
        assertThat(config.provider("directory")).isEmpty();
    }

    @Test
    void artifactsGoFlatIntoTheNamedDirectory() {
        job("hello.yaml", "--artifacts", "out");

        assertThat(terminal.agent().config().provider("directory"))
                .isEqualTo(Map.of("directory", home.resolve("out").toString(), "layout", "flat"));
    }

    @Test
    void artifactsInAFileAreRefused() {
        assertThat(terminal.run("run", "hello.yaml", "--artifacts", "hello.yaml"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--artifacts").contains("not a directory");
    }

    @Test
    void variablesComeFromTheLineOrTheEnvironment() {
        terminal.set("USER_NAME", "kim").set("EMPTY", "");

        JobSpec job = job("hello.yaml", "-e", "A=1=2", "-eB=", "--env", "USER_NAME", "-e", "EMPTY", "-e", "C=@x");

        assertThat(job.env()).isEqualTo(Map.of("A", "1=2", "B", "", "USER_NAME", "kim", "EMPTY", "", "C", "@x"));
    }

    @Test
    void aVariableThatIsNotSetIsRefused() {
        assertThat(terminal.run("run", "hello.yaml", "-e", "NOT_THERE")).isEqualTo(2);
        assertThat(terminal.err()).contains("'NOT_THERE'").contains("--env NAME=VALUE");
    }

    @Test
    void withoutAFileTheRepositorysPipelineRuns() {
        JobSpec job = job("--repo", "https://example.org/app.git");

        assertThat(job.pipeline()).isEqualTo(new Pipeline.FromRepository(Optional.empty()));
        assertThat(job.source())
                .contains(GitSource.builder("https://example.org/app.git").build());
    }

    @Test
    void aFileWithARepositoryIsAFileOfThisHost() {
        JobSpec job = job("hello.yaml", "--repo", "git@example.org:app.git", "--ref", "v1.2");

        assertThat(job.pipeline()).isInstanceOf(Pipeline.Document.class);
        assertThat(job.source())
                .contains(
                        GitSource.builder("git@example.org:app.git").ref("v1.2").build());
    }

    @ParameterizedTest
    @CsvSource({".,''", "./app,app", "app,app", "../app,../app", "/srv/app,/srv/app"})
    void aPathIsARepositoryOfThisHost(String repo, String path) {
        assertThat(job("--repo", repo).source())
                .contains(GitSource.builder(home.resolve(path).normalize().toString())
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///srv/app.git", "ssh://git@example.org/app", "example.org:app", "http://h:80/a"})
    void aUrlStaysAsItIs(String url) {
        assertThat(job("--repo", url).source()).contains(GitSource.builder(url).build());
    }

    @Test
    void dirtyTakesTheDirectoryAsItIs() {
        assertThat(job("--repo", "app", "--dirty").source()).contains(new DirectorySource(home.resolve("app")));
    }

    @ParameterizedTest
    @CsvSource({
        "--dirty,                              --dirty",
        "--ref main,                           --ref",
        "--repo https://example.org/a --dirty, not a directory of this host",
        "--repo . --dirty --ref main,          --ref asks for a commit",
    })
    void optionsThatDoNotGoTogetherAreRefused(String options, String cause) {
        assertThat(terminal.run(("run hello.yaml " + options).split(" "))).isEqualTo(2);
        assertThat(terminal.err()).contains(cause).hasLineCount(1);
        assertThat(terminal.agents()).isEmpty();
    }

    @Test
    void nothingToRunIsRefusedWithTheTwoWays() {
        terminal.file(".hostler.yaml", "steps: [{run: 'true'}]");

        assertThat(terminal.run("run")).isEqualTo(2);
        assertThat(terminal.err()).contains("--repo .").contains("name a pipeline file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "m", "1m1h", "-5s", "1.5h", "0s", ""})
    void aStrangeTimeoutIsRefused(String timeout) {
        assertThat(terminal.run("run", "hello.yaml", "--timeout", timeout)).isEqualTo(2);
        assertThat(terminal.err()).hasLineCount(1);
    }

    @Test
    void withoutOptionsTheJobHasTheNetworkAndNoLimits() {
        assertThat(job("hello.yaml").network()).isTrue();
        assertThat(job("hello.yaml").limits()).isEqualTo(JobLimits.NONE);
    }

    @Test
    void limitsAndTheNetworkAreTheJobsOwn() {
        JobSpec job = job("hello.yaml", "--cpus", "0.5", "--memory=512MiB", "--processes", "50", "--no-network");

        assertThat(job.network()).isFalse();
        assertThat(job.limits())
                .isEqualTo(JobLimits.builder()
                        .cpus(0.5)
                        .memoryBytes(512L << 20)
                        .processes(50)
                        .build());
    }

    @ParameterizedTest
    @CsvSource({
        "--memory 512,   no size such as 512MiB",
        "--memory 1MiB,  less than 6 MiB",
        "--memory 512mb, no size such as 512MiB",
        "--cpus 0,       less than 0.01 processors",
        "--cpus many,    --cpus",
        "--processes 0,  less than 1 process",
        "--processes 1k, --processes",
    })
    void limitsThatMakeNoSenseAreRefused(String options, String cause) {
        assertThat(terminal.run(("run hello.yaml " + options).split(" "))).isEqualTo(2);
        assertThat(terminal.err()).contains(cause).hasLineCount(1);
    }

    private JobSpec job(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "run";
        System.arraycopy(args, 0, all, 1, args.length);
        assertThat(terminal.run(all)).as(terminal.err()).isZero();
        return terminal.agent().submitted();
    }
}
