package dev.hostler.engine.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.spi.CancellationToken;
import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.Scheduler;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;

/** Sees to it that the engine has an image. Thread-safe. */
public final class Images {
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final EngineConnection engine;
    private final Scheduler scheduler;
    private final PullSettings settings;
    private final RegistryLogins logins;
    private final ImageLedger ledger;

    Images(
            EngineConnection engine,
            Scheduler scheduler,
            PullSettings settings,
            RegistryLogins logins,
            ImageLedger ledger) {
        this.engine = engine;
        this.scheduler = scheduler;
        this.settings = settings;
        this.logins = logins;
        this.ledger = ledger;
    }

    /**
     * Creates the way to images, with the logins of the agent's user.
     *
     * @param ledger is told what is fetched and used
     */
    public static Images of(
            EngineConnection engine,
            Scheduler scheduler,
            EngineSettings settings,
            ProcessLauncher processes,
            ImageLedger ledger) {
        RegistryLogins logins = new RegistryLogins(settings.logins(), processes, System.getenv());
        return new Images(engine, scheduler, settings.pull(), logins, ledger);
    }

    /** Returns the same without further attempts. */
    public Images once() {
        return new Images(engine, scheduler, settings.once(), logins, ledger);
    }

    /**
     * Returns when the engine has the image; pulls it if the operator's policy says so.
     *
     * @throws AgentException with {@code IMAGE_NOT_FOUND}, {@code IMAGE_DENIED}, {@code IMAGE_UNAVAILABLE} or
     *     {@code RUNTIME_UNAVAILABLE}
     * @throws InterruptedException if the thread is interrupted or the token is cancelled
     */
    public void require(ImageName image, PullListener listener, CancellationToken cancellation)
            throws InterruptedException {
        require(image, settings.policy(), "the setting 'pull' of this agent", listener, cancellation);
    }

    /** The same, by the policy of whoever wants the image. */
    public void require(ImageName image, PullPolicy policy, PullListener listener, CancellationToken cancellation)
            throws InterruptedException {
        require(image, policy, "its own pull policy", listener, cancellation);
    }

    private void require(
            ImageName image, PullPolicy policy, String origin, PullListener listener, CancellationToken cancellation)
            throws InterruptedException {
        boolean there = size(image).isPresent();
        if (there) {
            ledger.used(image, scheduler.now());
        }
        if (there && policy != PullPolicy.ALWAYS) {
            return;
        }
        if (policy == PullPolicy.NEVER) {
            throw unavailable(
                    image,
                    "the engine does not have it, and it is never pulled, by " + origin,
                    "check the name, or load the image by hand");
        }
        PullReport report = new PullReport(image, listener, scheduler, settings.pace());
        report.started();
        boolean here = false;
        try {
            pull(image, report, cancellation);
            here = true;
            if (!there) {
                ledger.fetched(image, scheduler.now());
            }
        } finally {
            if (!here) {
                report.failed();
            }
        }
    }

    private void pull(ImageName image, PullReport report, CancellationToken cancellation) throws InterruptedException {
        LoginFinding login = logins.find(image.registry());
        login.trouble().ifPresent(cause -> report.line("no login for " + image.registry() + ": " + cause));
        PullRetries retries = settings.retries();
        for (int attempt = 1; true; attempt++) {
            Optional<PullFailure> failed = tryOnce(image, login, report, cancellation);
            if (failed.isEmpty()) {
                return;
            }
            PullFailure failure = failed.get();
            if (!failure.passes() || retries.isLast(attempt)) {
                throw unusable(failure.code(), image, failure.cause(), remedy(image, login, failure));
            }
            Duration wait = retries.waitAfter(attempt, failure.retryAfter());
            report.retrying(failure, wait, attempt + 1, retries.attempts());
            Wanted.pause(scheduler, wait, cancellation);
        }
    }

    private Optional<PullFailure> tryOnce(
            ImageName image, LoginFinding login, PullReport report, CancellationToken cancellation)
            throws InterruptedException {
        report.attempt();
        PullAttempt attempt = new PullAttempt(scheduler, settings.pace(), report);
        ApiVersion api = engine.session().api();
        try (PullStream stream = PullStream.connect(engine.address())) {
            stream.request(api, image, login);
            Optional<PullFailure> failure = attempt.follow(stream, cancellation);
            if (failure.isPresent()) {
                return failure;
            }
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while asking for image " + image.value());
        } catch (IOException e) {
            throw engine.trouble().unreachable("pull image " + image.value(), e);
        }
        // A stream that was cut looks like one that ended.
        Optional<Long> size = size(image);
        size.ifPresent(bytes -> report.done(attempt.fetched(), bytes));
        return size.isPresent()
                ? Optional.empty()
                : Optional.of(PullFailure.passing("the pull ended before the image was there"));
    }

    private Optional<Long> size(ImageName image) throws InterruptedException {
        return engine.ask("inspect image", LOOK, client -> {
            try {
                Long size = client.inspectImageCmd(image.value()).exec().getSize();
                return Optional.of(size == null ? 0 : size);
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Returns the id of an image that is here and stays what it is until somebody changes it; empty if it is not here, or
     * is pulled anew for everybody who wants it.
     *
     * @throws AgentException with {@code RUNTIME_UNAVAILABLE} if the engine does not answer
     */
    public Optional<String> settledId(ImageName image) {
        if (settings.policy() == PullPolicy.ALWAYS) {
            return Optional.empty();
        }
        return engine.finish("inspect image", LOOK, client -> {
            try {
                return Optional.ofNullable(
                        client.inspectImageCmd(image.value()).exec().getId());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private static String remedy(ImageName image, LoginFinding login, PullFailure failure) {
        if (!failure.refused()) {
            return failure.passes()
                    ? "see whether " + image.registry() + " is well, or load the image by hand"
                    : "check the name, or load the image by hand";
        }
        String loggedIn = "docker login " + image.registry() + " as the agent's user";
        if (login.trouble().isPresent()) {
            return "there was no login, since " + login.trouble().get() + ": repair that, or check the name";
        }
        return login.login().isPresent()
                ? "the agent's login was used: log in anew (" + loggedIn + "), or check the name"
                : "the agent has no login there: log in (" + loggedIn + "), or check the name";
    }

    /** Words why an image is of no use. */
    public static AgentException unavailable(ImageName image, String cause, String remedy) {
        return unusable(ErrorCode.IMAGE_UNAVAILABLE, image, cause, remedy);
    }

    private static AgentException unusable(ErrorCode code, ImageName image, String cause, String remedy) {
        return Failure.cannot(code, "use image", image.value(), cause, remedy).toException();
    }
}
