package dev.hostler.engine.runtime.feed;

import dev.hostler.api.log.TimedLine;

/** Takes lines. */
@FunctionalInterface
public interface LineSink {
    /** Takes one line; may wait. */
    void accept(TimedLine line) throws InterruptedException;
}
