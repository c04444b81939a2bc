package dev.hostler.launcher.grpc.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aLeaseThatRunsOutHasEnded() {
        assertThat(new Lease(System.nanoTime() - 1).hasEnded()).isTrue();
        assertThat(Lease.of(true, Times.of(Instant.now().plus(MINUTE))).hasEnded())
                .isFalse();
    }

    @Test
    void oneThatHasEndedBeforeItWasHeardOfIsAWrongClock() {
        Lease lease = Lease.of(true, Times.of(Instant.now().minus(MINUTE)));
        assertThat(lease.hasEnded()).isFalse();
        assertThat(lease.wait(MINUTE)).isEqualTo(MINUTE);
        assertThat(Lease.of(false, Timestamp.getDefaultInstance())).isEqualTo(lease);
    }

    @Test
    void heartbeatsComeWellBeforeTheEndAndInNoStorm() {
        assertThat(Lease.of(true, Times.of(Instant.now().plus(MINUTE.multipliedBy(3))))
                        .wait(MINUTE))
                .isEqualTo(MINUTE);
        assertThat(Lease.of(true, Times.of(Instant.now().plus(MINUTE))).wait(MINUTE))
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
        assertThat(Lease.of(true, Times.of(Instant.now().plusMillis(50))).wait(MINUTE))
                .isEqualTo(Duration.ofSeconds(6));
    }
}
