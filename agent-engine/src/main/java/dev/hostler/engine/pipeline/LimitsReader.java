package dev.hostler.engine.pipeline;

import dev.hostler.api.job.JobLimits;
import java.util.List;

/** Reads what a job may use of its host. Thread-safe. */
final class LimitsReader {
    private LimitsReader() {}

    static JobLimits read(YamlValue value) {
        YamlMap map = value.map();
        map.allowOnly("limits", List.of("cpus", "memory", "processes", "workspace"));
        JobLimits.Builder limits = JobLimits.builder();
        map.read("cpus", LimitsReader::decimal, cpus -> limits.cpus(cpus).build());
        map.read("memory", SizeText::of, bytes -> limits.memoryBytes(bytes).build());
        map.read("processes", WholeNumber::of, count -> limits.processes(count).build());
        map.read(
                "workspace", SizeText::of, bytes -> limits.workspaceBytes(bytes).build());
        return limits.build();
    }

    private static double decimal(YamlValue value) {
        if (!value.text().matches("\\d{1,6}(\\.\\d{1,6})?")) {
            throw value.expected("a number such as 2 or 0.5");
        }
        return Double.parseDouble(value.text());
    }
}
