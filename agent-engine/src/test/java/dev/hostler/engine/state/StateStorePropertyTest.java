package dev.hostler.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.job.JobKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is done to a store, it answers as the reference does. */
class StateStorePropertyTest {
    private static final Set<JobKey> KEYS = Set.of(Samples.key("a"), Samples.key("b"), Samples.key("c"));

    /** Something done to a store, or to the process that has it open. */
    record Action(String name, JobKey key, int choice) {
        Object on(StateStore store) {
            return switch (name) {
                case "queue" -> store.queue(key, Samples.spec(key.id().value(), "make " + choice), Samples.NOON);
                case "handOver" -> done(() -> store.handOver(key, Samples.handOver("s-" + choice)));
                case "finish" -> done(() -> store.finish(key, Samples.result(key)));
                case "prune" -> new HashSet<>(store.prune(choice));
                default -> "nothing";
            };
        }

        private static Object done(Runnable action) {
            action.run();
            return "done";
        }
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<String> names = Arbitraries.frequency(
                Tuple.of(6, "queue"),
                Tuple.of(4, "handOver"),
                Tuple.of(4, "finish"),
                Tuple.of(1, "prune"),
                Tuple.of(1, "reopen"));
        return Combinators.combine(
                        names, Arbitraries.of(KEYS), Arbitraries.integers().between(0, 1))
                .as(Action::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    @Property(tries = 60)
    void answersAsTheReferenceDoes(@ForAll("actions") List<Action> actions) throws IOException {
        Path directory = Files.createTempDirectory("store");
        InMemoryStateStore reference = new InMemoryStateStore(new InMemoryStateStore.Disk());
        StateStore store = open(directory);
        try {
            for (Action action : actions) {
                if (action.name().equals("reopen")) {
                    store.close();
                    store = open(directory);
                }
                assertThat(answer(action, store)).isEqualTo(answer(action, reference));
                assertSame(store, reference);
            }
        } finally {
            store.close();
            Files.delete(directory.resolve("state.db"));
            Files.delete(directory);
        }
    }

    private static StateStore open(Path directory) {
        return SqliteStateStore.open(
                directory.resolve("state.db"), Samples.KEYS, new PlainScheduler(), CommitListener.NONE);
    }

    private static Object answer(Action action, StateStore store) {
        try {
            return action.on(store);
        } catch (AgentException e) {
            ErrorCode code = e.code();
            return code;
        }
    }

    private static void assertSame(StateStore store, StateStore reference) {
        List<Function<StateStore, Object>> views = List.of(
                StateStore::unfinished,
                any -> any.jobs(Samples.key("a").owner()),
                any -> KEYS.stream().map(any::job).flatMap(Optional::stream).toList());
        for (Function<StateStore, Object> view : views) {
            assertThat(view.apply(store)).isEqualTo(view.apply(reference));
        }
    }
}
