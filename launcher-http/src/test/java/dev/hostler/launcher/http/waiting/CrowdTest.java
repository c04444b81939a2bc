package dev.hostler.launcher.http.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private final Crowd crowd = new Crowd();

    private CompletableFuture<Boolean> join() {
        CompletableFuture<Boolean> member = new CompletableFuture<>();
        crowd.join(member);
        return member;
    }

    @Test
    void everybodyIsToldAlsoWhoComesLate() {
        CompletableFuture<Boolean> early = join();
        assertThat(early).isNotDone();

        crowd.end(null);

        assertThat(early).isCompletedWithValue(true);
        assertThat(join()).isCompletedWithValue(true);
        assertThat(crowd.size()).isZero();
    }

    @Test
    void whoLeavesLeavesNothingBehind() {
        CompletableFuture<Boolean> member = join();
        assertThat(crowd.size()).isEqualTo(1);

        member.complete(false);

        assertThat(crowd.size()).isZero();
    }

    @Test
    void thatNobodyWillSayIsToldToo() {
        CompletableFuture<Boolean> early = join();

        crowd.end(new IllegalStateException("closing"));

        assertThat(early).isCompletedExceptionally();
        assertThat(join()).isCompletedExceptionally();
    }

    @Test
    void oneBegins() {
        assertThat(crowd.begin()).isTrue();
        assertThat(crowd.begin()).isFalse();
    }
}
