package dev.hostler.api.log;

import dev.hostler.api.meta.Experimental;
import dev.hostler.api.stream.ItemStream;

/**
 * A reader of what a workload prints. It is over once all is read or the workload's container is gone; a log that was cut
 * off fails with {@code RUNTIME_UNAVAILABLE}.
 */
@Experimental
public interface TimedLogStream extends ItemStream<TimedLine> {}
