package dev.hostler.api.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RunnerSpecTest {
    private static RunnerSpec.Builder runner() {
        return RunnerSpec.builder(RunnerCredential.jitConfig("the-secret"));
    }

    private static void assertRefused(String field, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageMatching("Cannot accept .+ '.*': .+; .+")
                .hasMessageContaining(field)
                .hasMessageNotContaining("the-secret");
    }

    @Test
    void noTextFormShowsTheSecret() {
        assertThat(runner().build().toString()).doesNotContain("the-secret").contains("JIT_CONFIG");
    }

    @Test
    void itKeepsNoHoldOnWhatItWasBuiltFrom() {
        List<String> labels = new ArrayList<>(List.of("a"));
        RunnerSpec spec = runner().labels(labels).build();
        labels.add("b");

        assertThat(spec.labels()).containsExactly("a");
    }

    @Test
    void aTokenNeedsAScope() {
        assertRefused(
                "scope",
                () -> RunnerSpec.builder(RunnerCredential.token("the-secret")).build());
        assertThat(RunnerSpec.builder(RunnerCredential.token("the-secret"))
                        .scope("acme")
                        .build()
                        .scope())
                .contains("acme");
    }

    @Test
    void credentialsThatNobodyIssuesAreRefused() {
        for (String wrong : List.of("", "the-secret\n", "the-secret more", "the-secretä", "x".repeat(70_000))) {
            assertRefused("credential", () -> RunnerCredential.token(wrong));
        }
    }

    @Test
    void wordsThatTheRunnersScriptsWouldSplitOrReadOtherwiseAreRefused() {
        for (String wrong : List.of("", "a b", "a,b", "$(x)", "--x", "x".repeat(257))) {
            assertRefused("labels", () -> runner().label(wrong).build());
        }
        assertRefused("labels", () -> runner().label("a").label("a").build());
        assertRefused("name", () -> runner().name("x".repeat(65)).build());
        assertRefused("group", () -> runner().group("a b").build());
        assertRefused("scope", () -> runner().scope("a/b/c").build());
        assertRefused("version", () -> runner().version("latest").build());
        assertRefused("workDirectory", () -> runner().workDirectory("../x").build());
        assertRefused("env", () -> runner().env("A", "1\n2").build());
        assertRefused("hooks.started", () -> new RunnerHooks(Optional.of("hook.sh"), Optional.empty()));
        assertRefused("hooks.completed", () -> new RunnerHooks(Optional.empty(), Optional.of("/hook")));
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        RunnerLimits usual = RunnerLimits.USUAL;
        Duration some = Duration.ofMinutes(1);
        assertRefused("limits.run", () -> usual.times(some, some, Duration.ZERO, some));
        assertRefused("limits.fetch", () -> usual.times(Duration.ofSeconds(-1), some, some, some));
        assertRefused("limits.registration", () -> usual.times(some, Duration.ofMinutes(61), some, some));
        assertRefused("limits.stopGrace", () -> usual.times(some, some, some, Duration.ofSeconds(-1)));
        assertRefused("limits.jobFreeBytes", () -> usual.floors(0, -1, 0));
    }
}
