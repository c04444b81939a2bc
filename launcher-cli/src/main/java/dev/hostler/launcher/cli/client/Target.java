package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import java.util.List;
import java.util.Optional;

/**
 * A workload or a job, as it was found. Immutable.
 *
 * @param kind which of the two
 * @param id its id
 * @param found what the agent says of it
 */
record Target(Kind kind, String id, JsonNode found) {
    /** What there can be. */
    enum Kind {
        WORKLOAD("workload", "/v1/workloads/"),
        JOB("job", "/v1/jobs/");

        private final String noun;
        private final String path;

        Kind(String noun, String path) {
            this.noun = noun;
            this.path = path;
        }

        String path(String id) {
            return path + Server.part(id);
        }

        /** Returns the id in a name that may be this kind's. */
        private Optional<String> idIn(String name) {
            int slash = name.indexOf('/');
            if (slash < 0) {
                return Optional.of(name);
            }
            return name.substring(0, slash).equals(noun) ? Optional.of(name.substring(slash + 1)) : Optional.empty();
        }
    }

    /** Finds what a name means: {@code workload/ID}, {@code job/ID}, or an id, of a workload first. */
    static Target find(Server server, String name) throws InterruptedException {
        for (Kind kind : List.of(Kind.values())) {
            Optional<String> id = kind.idIn(name);
            Optional<JsonNode> found = id.isPresent() ? server.find(kind.path(id.get())) : Optional.empty();
            if (found.isPresent()) {
                return new Target(kind, id.get(), found.get());
            }
        }
        throw Failure.cannot(
                        ErrorCode.NOT_FOUND,
                        "find",
                        name,
                        "there is neither a workload nor a job of this name",
                        "see 'hostler get workloads' and 'hostler get jobs'")
                .toException();
    }

    String path() {
        return kind.path(id);
    }
}
