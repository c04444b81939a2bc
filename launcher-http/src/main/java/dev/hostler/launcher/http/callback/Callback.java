package dev.hostler.launcher.http.callback;

import dev.hostler.api.job.JobId;
import java.net.URI;

/**
 * A result that is owed to somebody. Immutable.
 *
 * @param job whose result
 * @param url where it is POSTed to
 */
public record Callback(JobId job, URI url) {}
