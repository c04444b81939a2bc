package dev.hostler.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobLimitsTest {
    @Test
    void takesFromTheNextWhatItDoesNotSayItself() {
        JobLimits job = JobLimits.builder().cpus(2).build();
        JobLimits pipeline = JobLimits.builder()
                .cpus(1)
                .memoryBytes(64L << 20)
                .processes(9)
                .workspaceBytes(1)
                .build();

        assertThat(job.orElse(pipeline))
                .isEqualTo(JobLimits.builder()
                        .cpus(2)
                        .memoryBytes(64L << 20)
                        .processes(9)
                        .workspaceBytes(1)
                        .build());
        assertThat(JobLimits.NONE.orElse(JobLimits.NONE)).isEqualTo(JobLimits.NONE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.001, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesProcessorsThatNobodyCanGive(double cpus) {
        assertThatThrownBy(() -> JobLimits.builder().cpus(cpus).build())
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("limits.cpus");
    }
}
