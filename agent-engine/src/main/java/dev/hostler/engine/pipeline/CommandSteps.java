package dev.hostler.engine.pipeline;

import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The steps of a lenient file: named ones, or else the commands of its build and then of its test. Confined to one thread. */
final class CommandSteps {
    private final YamlMap file;
    private final Consumer<String> warnings;

    CommandSteps(YamlMap file, Consumer<String> warnings) {
        this.file = file;
        this.warnings = warnings;
    }

    List<StepSpec> read() {
        List<StepSpec> steps = new ArrayList<>();
        Optional<YamlValue> named = file.get("steps");
        if (named.isPresent()) {
            named.get().list().forEach(item -> steps.add(named(item)));
            warnPassedOver("build");
            warnPassedOver("test");
        } else {
            steps.addAll(commands("build"));
            steps.addAll(commands("test"));
        }
        if (steps.isEmpty()) {
            throw file.place().refused("it has no steps", "add at least one under steps");
        }
        return steps;
    }

    private StepSpec named(YamlValue item) {
        YamlMap step = item.map();
        step.warnOther(Set.of("name", "command", "run"), warnings);
        YamlValue value = step.get("command")
                .or(() -> step.get("run"))
                .orElseThrow(() -> step.place().refused("the step has no command", "give it a command"));
        StepCommand command = script(value);
        step.read(
                "name",
                YamlValue::plainText,
                name -> StepSpec.builder(name, command).build());
        String name = step.get("name").map(YamlValue::plainText).orElseGet(() -> StepNames.of(command));
        return StepSpec.builder(name, command).build();
    }

    private List<StepSpec> commands(String section) {
        Optional<YamlValue> value = file.get(section);
        if (value.isEmpty() || LanguagePipelineReader.isOff(value.get())) {
            return List.of();
        }
        YamlMap map = value.get().map();
        map.warnOther(Set.of("enabled", "type", "commands"), warnings);
        List<StepSpec> steps = new ArrayList<>();
        map.get("commands").map(YamlValue::list).orElse(List.of()).forEach(item -> {
            StepCommand command = script(item);
            steps.add(StepSpec.builder(section + ": " + StepNames.of(command), command)
                    .build());
        });
        return steps;
    }

    private static StepCommand script(YamlValue value) {
        String text = value.plainText();
        return value.check(() -> new StepCommand.Script(text, Optional.empty()));
    }

    private void warnPassedOver(String section) {
        file.get(section).ifPresent(value -> warnings.accept(value.place().remark("it has no effect beside steps")));
    }
}
