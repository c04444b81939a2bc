package dev.hostler.engine.pipeline;

import dev.hostler.api.job.ByteSize;

/** An amount of memory or disk, as {@link ByteSize} has it. Thread-safe. */
final class SizeText {
    private SizeText() {}

    /** Returns bytes. */
    static long of(YamlValue value) {
        return ByteSize.parse(value.text())
                .orElseThrow(() -> value.expected("a size such as 512MiB or 2GiB"))
                .bytes();
    }
}
