package dev.hostler.api.job;

import dev.hostler.api.meta.Experimental;

/** Where the files of a job's workspace come from. */
@Experimental
public sealed interface Source permits GitSource, DirectorySource {}
