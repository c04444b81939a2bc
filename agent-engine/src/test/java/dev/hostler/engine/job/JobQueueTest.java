package dev.hostler.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.JobKey;
import dev.hostler.api.job.JobPriority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JobQueueTest {
    private final JobQueue<String> queue = new JobQueue<>();

    @Test
    void anOwnerWithAThousandJobsDoesNotKeepAnotherWaiting() {
        for (int job = 1; job <= 1000; job++) {
            add("many", "m" + job, JobPriority.NORMAL);
        }
        add("few", "f1", JobPriority.NORMAL);
        add("few", "f2", JobPriority.NORMAL);

        assertThat(take(5)).containsExactly("m1", "f1", "m2", "f2", "m3");
        assertThat(queue.size()).isEqualTo(997);
    }

    @Test
    void aHigherPriorityGoesFirstWhoeverBringsIt() {
        add("a", "low", JobPriority.LOW);
        add("a", "normal", JobPriority.NORMAL);
        add("a", "high 1", JobPriority.HIGH);
        add("a", "high 2", JobPriority.HIGH);
        add("b", "high 3", JobPriority.HIGH);

        assertThat(take(6)).containsExactly("high 1", "high 3", "high 2", "normal", "low");
    }

    @Test
    void anOwnerThatComesBackDoesNotOvertakeWhoHasWaited() {
        add("a", "a1", JobPriority.NORMAL);
        add("b", "b1", JobPriority.NORMAL);
        assertThat(take(1)).containsExactly("a1");
        add("a", "a2", JobPriority.NORMAL);

        assertThat(take(2)).containsExactly("b1", "a2");
    }

    @Test
    void aJobThatIsTakenOutIsGone() {
        add("a", "a1", JobPriority.NORMAL);
        add("a", "a2", JobPriority.LOW);

        assertThat(queue.remove(key("a", "a1"))).isTrue();
        assertThat(queue.remove(key("a", "a1"))).isFalse();
        assertThat(take(2)).containsExactly("a2");
        assertThat(queue.size()).isZero();
    }

    /** What is done to a queue: a job is added, or, without an owner, the next one is taken. */
    private record Action(Optional<String> owner, JobPriority priority) {}

    /** A job, and since when its owner stands in the line of that priority. */
    private record Waiting(int number, Owner owner, JobPriority priority, long since) {
        Waiting servedAt(long time) {
            return new Waiting(number, owner, priority, time);
        }

        boolean standsWith(Owner other, JobPriority line) {
            return owner.equals(other) && priority == line;
        }
    }

    @Property(tries = 300)
    void whoStandsLongestIsNextAndServingBeginsAnew(@ForAll("actions") List<Action> actions) {
        JobQueue<Integer> real = new JobQueue<>();
        List<Waiting> model = new ArrayList<>();
        for (int time = 0; time < actions.size(); time++) {
            Action action = actions.get(time);
            if (action.owner().isPresent()) {
                Owner owner = new Owner(action.owner().get());
                real.add(new JobKey(owner, new JobId("j" + time)), action.priority(), time);
                model.add(new Waiting(time, owner, action.priority(), since(model, owner, action.priority(), time)));
            } else {
                assertThat(real.next()).isEqualTo(serve(model, time));
            }
            assertThat(real.size()).isEqualTo(model.size());
        }
    }

    private static long since(List<Waiting> model, Owner owner, JobPriority priority, long now) {
        return model.stream()
                .filter(other -> other.standsWith(owner, priority))
                .mapToLong(Waiting::since)
                .findFirst()
                .orElse(now);
    }

    private static Optional<Integer> serve(List<Waiting> model, long now) {
        Optional<Waiting> next = model.stream()
                .min(Comparator.comparing(Waiting::priority)
                        .thenComparing(Waiting::since)
                        .thenComparing(Waiting::number));
        next.ifPresent(served -> {
            model.remove(served);
            model.replaceAll(
                    other -> other.standsWith(served.owner(), served.priority()) ? other.servedAt(now) : other);
        });
        return next.map(Waiting::number);
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<Action> adds = Combinators.combine(
                        Arbitraries.of("a", "b", "c").map(Optional::of), Arbitraries.of(JobPriority.class))
                .as(Action::new);
        Arbitrary<Action> takes = Arbitraries.just(new Action(Optional.empty(), JobPriority.NORMAL));
        return Arbitraries.oneOf(adds, adds, takes).list().ofMaxSize(60);
    }

    private void add(String owner, String job, JobPriority priority) {
        queue.add(key(owner, job.replace(' ', '-')), priority, job);
    }

    private List<String> take(int count) {
        return Stream.generate(queue::next)
                .limit(count)
                .flatMap(Optional::stream)
                .toList();
    }

    private static JobKey key(String owner, String job) {
        return new JobKey(new Owner(owner), new JobId(job));
    }
}
