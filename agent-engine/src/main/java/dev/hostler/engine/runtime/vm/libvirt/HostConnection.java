package dev.hostler.engine.runtime.vm.libvirt;

import com.sun.jna.Pointer;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to libvirt, which is opened when it is needed and again after it has broken. Thread-safe.
 *
 * <p>Implementation note: the object's lock guards the fields that are not final. It is held while a connection is opened,
 * so that no two are, and never while one is used.
 */
public final class HostConnection implements AutoCloseable {
    /** Libvirt is asked whether it is there after so many seconds, and is not after so many questions. */
    private static final int ALIVE_SECONDS = 5;

    private static final int ALIVE_COUNT = 3;

    private final Scheduler scheduler;
    private final String uri;
    private final Path scratch;
    private final Troubles troubles;
    private @Nullable LibvirtCalls calls;
    private @Nullable EventLoop loop;
    private @Nullable Link link;
    private boolean closed;

    /**
     * Creates a connection that is not open yet; does nothing else.
     *
     * @param uri where libvirt is
     * @param scratch a directory of the agent
     */
    public HostConnection(Scheduler scheduler, String uri, Path scratch) {
        this.scheduler = scheduler;
        this.uri = uri;
        this.scratch = scratch;
        this.troubles = new Troubles(uri);
    }

    /** Work with libvirt. Waits for nothing but its answers. */
    @FunctionalInterface
    public interface Work<T> {
        /** Carries it out. */
        T on(Session session) throws LibvirtRefusal;
    }

    /**
     * Works with libvirt, on a thread of its own, which may go on after the time is over.
     *
     * @param attempt verb and noun, for messages
     * @throws LibvirtRefusal if libvirt answers that it does not do it
     * @throws AgentException with {@code RUNTIME_UNAVAILABLE} if it can't be asked
     */
    public <T> T call(String attempt, Duration limit, Work<T> work) throws LibvirtRefusal, InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        scheduler.startNative("vms-call", () -> settle(answer, attempt, work));
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw troubles.silent(attempt, limit);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LibvirtRefusal refusal) {
                throw refusal;
            }
            if (e.getCause() instanceof AgentException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private <T> void settle(CompletableFuture<T> answer, String attempt, Work<T> work) {
        try {
            answer.complete(work(attempt, work));
        } catch (Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }

    private <T> T work(String attempt, Work<T> work) throws LibvirtRefusal {
        Link used = borrow(attempt);
        try {
            return work.on(used.session());
        } catch (LibvirtRefusal refusal) {
            if (used.isBroken()) {
                drop(used);
                throw troubles.lost(attempt, refusal);
            }
            throw refusal;
        } finally {
            used.release();
        }
    }

    private synchronized Link borrow(String attempt) {
        if (closed) {
            throw troubles.closed(attempt);
        }
        if (link != null && link.isBroken()) {
            link.release();
            link = null;
        }
        if (link == null) {
            link = open(attempt);
        }
        link.take();
        return link;
    }

    private Link open(String attempt) {
        LibvirtCalls library = library(attempt);
        if (loop == null) {
            loop = EventLoop.start(library, scheduler);
        }
        Pointer opened = library.virConnectOpen(uri);
        if (opened == null) {
            throw troubles.unreachable(attempt, Session.refusal(library));
        }
        library.virConnectSetKeepAlive(opened, ALIVE_SECONDS, ALIVE_COUNT);
        return new Link(library, opened);
    }

    private LibvirtCalls library(String attempt) {
        try {
            LibvirtCalls known = calls;
            if (known == null) {
                known = LibvirtLoader.load(scratch);
                calls = known;
            }
            return known;
        } catch (LinkageError missing) {
            throw troubles.notInstalled(attempt, missing);
        }
    }

    private synchronized void drop(Link broken) {
        if (link == broken) {
            link = null;
            broken.release();
        }
    }

    /**
     * Begins to tell of every change of a domain, and of the end of the connection.
     *
     * @throws AgentException with {@code RUNTIME_UNAVAILABLE} if it can't be asked
     */
    public Subscription subscribe(DomainListener listener) throws InterruptedException {
        Wanted wanted = new Wanted();
        scheduler.startNative("vms-subscribe", () -> {
            try {
                wanted.give(subscribeNow(listener));
            } catch (Throwable failure) {
                wanted.answer.completeExceptionally(failure);
            }
        });
        Duration limit = Duration.ofSeconds(ALIVE_SECONDS * 2L);
        try {
            return wanted.answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            wanted.giveUp();
            throw troubles.silent("watch domains", limit);
        } catch (InterruptedException closing) {
            wanted.giveUp();
            throw closing;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AgentException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** A subscription on its way; one that comes when nobody waits for it any more is closed. Thread-safe. */
    private static final class Wanted {
        private final CompletableFuture<Subscription> answer = new CompletableFuture<>();

        void give(Subscription made) {
            if (!answer.complete(made)) {
                made.close();
            }
        }

        void giveUp() {
            if (!answer.cancel(false) && !answer.isCompletedExceptionally()) {
                answer.join().close();
            }
        }
    }

    private Subscription subscribeNow(DomainListener listener) {
        Link used = borrow("watch domains");
        try {
            return Subscription.open(used, listener);
        } catch (LibvirtRefusal refusal) {
            used.release();
            drop(used);
            throw troubles.lost("watch domains", refusal);
        }
    }

    /** Words a refusal that no caller expects: libvirt does not do its part. */
    public AgentException unexpected(String attempt, LibvirtRefusal refusal) {
        return troubles.lost(attempt, refusal);
    }

    /** Returns why libvirt can't be used, as a failure that names the remedy. */
    public static Optional<Failure> trouble(AgentException thrown) {
        return Optional.of(thrown.failure()).filter(failure -> failure.code() == ErrorCode.RUNTIME_UNAVAILABLE);
    }

    /** Gives the connection back. Idempotent. */
    @Override
    public void close() {
        Link open;
        EventLoop running;
        synchronized (this) {
            closed = true;
            open = link;
            link = null;
            running = loop;
            loop = null;
        }
        if (open != null) {
            open.release();
        }
        if (running != null) {
            running.close();
        }
    }
}
