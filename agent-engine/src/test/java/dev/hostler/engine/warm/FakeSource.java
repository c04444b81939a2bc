package dev.hostler.engine.warm;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens sandboxes that are nothing but a number, and remembers all of them. Confined to one thread. */
final class FakeSource implements WarmSource<FakeSource.Fake> {
    final List<Fake> opened = new ArrayList<>();
    boolean refuses;
    boolean hasNone;

    /** What is known of one. */
    static final class Fake implements Standing {
        final WarmKey key;
        boolean answers = true;
        boolean sound = true;
        int failures;
        int destroyed;

        Fake(WarmKey key) {
            this.key = key;
        }

        @Override
        public boolean answers() {
            return answers;
        }

        @Override
        public boolean isSound() {
            return sound;
        }

        @Override
        public void destroy() {
            if (failures > 0) {
                failures--;
                throw refusal();
            }
            destroyed++;
        }
    }

    @Override
    public Optional<Fake> open(WarmKey key) {
        if (refuses) {
            throw refusal();
        }
        if (hasNone) {
            return Optional.empty();
        }
        Fake made = new Fake(key);
        opened.add(made);
        return Optional.of(made);
    }

    /** How many are there. */
    long standing() {
        return opened.stream().filter(fake -> fake.destroyed == 0).count();
    }

    private static RuntimeException refusal() {
        return Failure.cannot(ErrorCode.RUNTIME_UNAVAILABLE, "ask", "host", "it is away", "wait")
                .toException();
    }
}
