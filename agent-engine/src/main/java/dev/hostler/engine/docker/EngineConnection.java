package dev.hostler.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to the Docker engine: connects with the first call, and puts a deadline on every call, since the client
 * library's own ones have no effect on a local socket. A call that is given up is interrupted, which closes its socket.
 * Thread-safe.
 *
 * <p>Errors that the engine answers with are thrown as they are ({@link DockerException}); everything else is an
 * {@link AgentException} and means that nothing is known.
 */
public final class EngineConnection implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WELCOME = Duration.ofSeconds(2);

    private final Scheduler scheduler;
    private final EngineAddress address;
    private final EngineConnector connector;
    private final EngineTrouble trouble;
    private final AtomicReference<@Nullable EngineSession> current = new AtomicReference<>();

    /** Prepares a way; asks the engine nothing yet. */
    public EngineConnection(Scheduler scheduler, EngineAddress address) {
        this.scheduler = scheduler;
        this.address = address;
        this.connector = new EngineConnector(address);
        this.trouble = new EngineTrouble(address);
    }

    EngineAddress address() {
        return address;
    }

    /** Returns how to word what goes wrong on this way. */
    public EngineTrouble trouble() {
        return trouble;
    }

    /** Returns the session of all short calls; two first callers may both connect, one of them in vain. */
    public EngineSession session() throws InterruptedException {
        EngineSession known = current.get();
        return known == null ? connect(CONNECT) : known;
    }

    private EngineSession connect(Duration limit) throws InterruptedException {
        EngineSession opened = bounded("connect", limit, connector::connect);
        EngineSession winner = current.compareAndExchange(null, opened);
        if (winner == null) {
            return opened;
        }
        opened.close();
        return winner;
    }

    /** Opens a further session, for a long stream; the caller closes it. */
    public EngineSession open() throws InterruptedException {
        return bounded("connect", CONNECT, connector::connect);
    }

    /** Makes sure that the engine answers now. To connect is to ask it, so that is not done twice. */
    public EngineSession check(Duration limit) throws InterruptedException {
        EngineSession known = current.get();
        if (known == null) {
            return connect(limit);
        }
        ask("ping", limit, client -> client.pingCmd().exec() == null);
        return known;
    }

    /**
     * Makes sure that the engine takes new connections. On its way down it serves those that it has, and takes no new ones;
     * what it is asked to start then, it forgets while it runs.
     */
    public void requireWelcome() throws InterruptedException {
        bounded("connect anew", WELCOME, connector::connect).close();
    }

    /**
     * Makes a call that changes nothing; an interrupt ends it. An engine that was restarted leaves dead connections behind,
     * which nobody knows to be dead before they are used: then it is asked once more, on a new one.
     */
    public <T> T ask(String attempt, Duration limit, Function<DockerClient, T> question) throws InterruptedException {
        boolean kept = current.get() != null;
        try {
            return call(attempt, limit, question);
        } catch (AgentException failed) {
            if (!kept || !EngineTrouble.isLostConnection(failed)) {
                throw failed;
            }
            return call(attempt, limit, question);
        }
    }

    /** Makes a call; an interrupt ends it. */
    public <T> T call(String attempt, Duration limit, Function<DockerClient, T> call) throws InterruptedException {
        EngineSession session = session();
        try {
            return bounded(attempt, limit, () -> call.apply(session.client()));
        } catch (AgentException lost) {
            forget(session);
            throw lost;
        }
    }

    /** Makes a call whose outcome has to be known: an interrupt waits until it has ended. */
    public <T> T finish(String attempt, Duration limit, Function<DockerClient, T> call) {
        boolean interrupted = Thread.interrupted();
        CompletableFuture<T> outcome = new CompletableFuture<>();
        scheduler.start("docker-" + attempt, () -> settle(outcome, () -> callNow(attempt, limit, call)));
        while (true) {
            try {
                return outcome.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw unchecked(attempt, e.getCause());
            } finally {
                if (interrupted && outcome.isDone()) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private <T> T callNow(String attempt, Duration limit, Function<DockerClient, T> call) {
        try {
            return call(attempt, limit, call);
        } catch (InterruptedException e) {
            throw trouble.unreachable(attempt, e);
        }
    }

    private <T> T bounded(String attempt, Duration limit, Supplier<T> call) throws InterruptedException {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Scheduler.Task task = scheduler.start("docker-" + attempt, () -> settle(outcome, call));
        try {
            return outcome.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw trouble.silent(attempt, limit);
        } catch (ExecutionException e) {
            throw unchecked(attempt, e.getCause());
        } finally {
            if (!outcome.isDone()) {
                task.cancel();
            }
        }
    }

    private static <T> void settle(CompletableFuture<T> outcome, Supplier<T> call) {
        try {
            outcome.complete(call.get());
        } catch (Throwable t) {
            outcome.completeExceptionally(t);
        }
    }

    private RuntimeException unchecked(String attempt, @Nullable Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof DockerException || thrown instanceof AgentException) {
            return (RuntimeException) thrown;
        }
        return trouble.unreachable(attempt, thrown == null ? new IllegalStateException("no cause") : thrown);
    }

    /** After a failure the engine may come back as another version. */
    private void forget(EngineSession session) {
        if (current.compareAndSet(session, null)) {
            session.close();
        }
    }

    @Override
    public void close() {
        EngineSession session = current.getAndSet(null);
        if (session != null) {
            session.close();
        }
    }
}
