package dev.hostler.engine.admission;

import dev.hostler.api.job.JobSpec;
import java.util.List;

/**
 * A job that may be stored. Immutable.
 *
 * @param spec the job; a pipeline document has become its steps
 * @param warnings what its submitter should know, for the job's log
 */
public record Admitted(JobSpec spec, List<String> warnings) {
    /** Copies the warnings. */
    public Admitted {
        warnings = List.copyOf(warnings);
    }
}
