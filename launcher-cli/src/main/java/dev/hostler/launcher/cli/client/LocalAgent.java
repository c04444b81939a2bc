package dev.hostler.launcher.cli.client;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.Artifact;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The agent that serves on this host, for jobs of this user. Thread-safe. */
public final class LocalAgent {
    private static final String UNIX = "unix://";

    private final Server server;

    private LocalAgent(Server server) {
        this.server = server;
    }

    /** Looks for an agent on the socket of this user; a few milliseconds. */
    public static Optional<LocalAgent> find(Map<String, String> environment) {
        return AgentSocket.find(environment).map(socket -> new LocalAgent(Server.at(UNIX + socket, Optional.empty())));
    }

    /** Returns where it listens. */
    public String address() {
        return server.address();
    }

    /**
     * Hands over a job. Returns when it is queued there; from then on it is the agent's.
     *
     * @throws AgentException as {@code Agent.submit} does, or with {@code RUNTIME_UNAVAILABLE} if the agent is gone
     */
    public HandedJob submit(JobSpec job) throws InterruptedException {
        String id = job.id().value() + "-" + UUID.randomUUID().toString().substring(0, 8);
        server.send("POST", "/v1/jobs", Optional.of(JobBody.of(job, id)));
        return new HandedJob(server, id);
    }

    /** A job that the agent has. Thread-safe. */
    public static final class HandedJob {
        private final Server server;
        private final String id;

        private HandedJob(Server server, String id) {
            this.server = server;
            this.id = id;
        }

        /** Returns its id there. */
        public String id() {
            return id;
        }

        /** Hands every line of its log to a consumer, as they are printed, to the log's end. */
        public void followLog(Consumer<String> consumer) throws InterruptedException {
            server.follow(path() + "/log?follow=true", "text/plain", consumer);
        }

        /** Waits for its result, which is there soon after the log's end. */
        public JobResult await() throws InterruptedException {
            return JobAnswers.result(id, JobEnd.await(server, path()));
        }

        /** Writes a file that it has handed over into one that is there; throws {@code IOException} if it can't be written. */
        public void download(Artifact artifact, Path file) throws IOException, InterruptedException {
            String name =
                    Stream.of(artifact.path().split("/", -1)).map(Server::part).collect(Collectors.joining("/"));
            try (OutputStream target = Files.newOutputStream(file)) {
                server.download(path() + "/artifacts/" + name, target);
            }
        }

        /** Asks for its end. Idempotent. */
        public void cancel() throws InterruptedException {
            server.send("POST", path() + "/cancel", Optional.empty());
        }

        /** Tells how far it is from now on. Returns at its end, or when the thread is interrupted. */
        public void watch(JobNews news) throws InterruptedException {
            new JobWatch(id, news).follow(server);
        }

        private String path() {
            return Target.Kind.JOB.path(id);
        }
    }
}
