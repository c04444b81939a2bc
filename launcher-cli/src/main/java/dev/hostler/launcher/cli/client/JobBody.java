package dev.hostler.launcher.cli.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hostler.api.job.ByteSize;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.JobLimits;
import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.Source;
import java.time.Duration;

/** A job of {@code hostler run} as the body of a request; {@code docs/http.md} has the fields. */
final class JobBody {
    private JobBody() {}

    /** @param id the id it is to have there */
    static ObjectNode of(JobSpec job, String id) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", id);
        job.source().ifPresent(source -> body.set("source", source(source)));
        pipeline(body, job.pipeline());
        body.put("isolation", job.isolation().value());
        job.image().ifPresent(image -> body.put("image", image));
        ObjectNode env = body.putObject("env");
        job.env().forEach(env::put);
        job.timeout().ifPresent(limit -> body.put("timeout", duration(limit)));
        body.set("limits", limits(job.limits()));
        return body.put("network", job.network());
    }

    private static ObjectNode source(Source source) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (source instanceof DirectorySource directory) {
            return body.put("directory", directory.directory().toString());
        }
        if (source instanceof GitSource git) {
            return body.put("url", git.url()).put("ref", git.ref()).put("submodules", git.submodules());
        }
        throw new IllegalArgumentException("no such source: " + source);
    }

    private static void pipeline(ObjectNode body, Pipeline pipeline) {
        if (pipeline instanceof Pipeline.Document document) {
            body.put("pipeline", document.text()).put("pipelineFile", document.fileName());
        } else if (pipeline instanceof Pipeline.FromRepository file) {
            file.path().ifPresent(path -> body.put("pipelineFile", path));
        } else {
            throw new IllegalArgumentException("hostler run has no such pipeline: " + pipeline);
        }
    }

    private static ObjectNode limits(JobLimits limits) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        limits.cpus().ifPresent(cpus -> body.put("cpus", cpus));
        limits.memoryBytes()
                .ifPresent(bytes ->
                        body.put("memory", new ByteSize(bytes).toString().replace(" ", "")));
        limits.processes().ifPresent(count -> body.put("processes", count));
        return body;
    }

    private static String duration(Duration time) {
        return time.toDays() + "d" + time.toHoursPart() + "h" + time.toMinutesPart() + "m" + time.toSecondsPart() + "s";
    }
}
