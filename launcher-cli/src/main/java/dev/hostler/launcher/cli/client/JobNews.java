package dev.hostler.launcher.cli.client;

import dev.hostler.api.job.ImagePull;
import dev.hostler.api.job.StepResult;

/** Who is told how far a job is. Thread-safe. */
public interface JobNews {
    /** A step, counted from 0, has started. */
    void started(int step, String name);

    /** A step has ended, or was skipped. */
    void ended(int step, StepResult result);

    /** An image has come further. */
    void pull(ImagePull pull);
}
