package dev.hostler.engine;

import dev.hostler.api.job.JobSpec;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.PipelineSpec;
import dev.hostler.engine.pipeline.PipelineReaders;
import dev.hostler.engine.state.SqliteStateStore;

/**
 * Reads and seals a small job as the first job of an agent will be, without an agent and without any effect. What it uses
 * must not log: an application may not have said yet how.
 */
final class Rehearsal {
    private static final Pipeline.Document PIPELINE =
            new Pipeline.Document("rehearsal.yaml", "steps: [{run: 'true'}]\n");

    private Rehearsal() {}

    static void run() {
        PipelineSpec pipeline = new PipelineReaders().read(PIPELINE, warning -> {});
        SqliteStateStore.rehearse(JobSpec.builder("rehearsal")
                .pipeline(new Pipeline.Inline(pipeline))
                .build());
    }
}
