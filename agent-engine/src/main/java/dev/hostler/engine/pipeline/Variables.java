package dev.hostler.engine.pipeline;

import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads variables, so that each wrong one is named with its own line. Thread-safe. */
final class Variables {
    private static final StepCommand NO_COMMAND = new StepCommand.Argv(List.of("true"));

    private Variables() {}

    static Map<String, String> of(YamlValue value) {
        Map<String, String> variables = new LinkedHashMap<>();
        value.map().fields().forEach((name, content) -> {
            String text = content.text();
            content.check(() ->
                    StepSpec.builder("env", NO_COMMAND).env(Map.of(name, text)).build());
            variables.put(name, text);
        });
        return variables;
    }
}
