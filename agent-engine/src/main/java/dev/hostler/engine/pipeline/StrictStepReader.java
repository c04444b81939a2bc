package dev.hostler.engine.pipeline;

import dev.hostler.api.job.StepCommand;
import dev.hostler.api.job.StepCondition;
import dev.hostler.api.job.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one step of the agent's own format. Thread-safe. */
final class StrictStepReader {
    private static final List<String> COMMANDS = List.of("run", "command", "exec");
    private static final List<String> FIELDS =
            List.of("name", "run", "command", "exec", "env", "workdir", "shell", "timeout", "continue_on_error", "if");

    private StrictStepReader() {}

    static StepSpec read(YamlValue item) {
        YamlMap step = item.map();
        step.allowOnly("a step", FIELDS);
        StepCommand command = command(step);
        step.read(
                "name",
                YamlValue::plainText,
                name -> StepSpec.builder(name, command).build());
        String name = step.get("name").map(YamlValue::plainText).orElseGet(() -> StepNames.of(command));
        StepSpec.Builder builder = StepSpec.builder(name, command);
        step.read("env", Variables::of, env -> builder.env(env).build());
        step.read(
                "workdir",
                YamlValue::plainText,
                workdir -> builder.workdir(workdir).build());
        step.read("timeout", DurationText::of, limit -> builder.timeout(limit).build());
        step.read("continue_on_error", YamlValue::flag, builder::continueOnError);
        step.read("if", StrictStepReader::condition, builder::condition);
        return builder.build();
    }

    private static StepCommand command(YamlMap step) {
        List<String> present =
                COMMANDS.stream().filter(step.fields()::containsKey).toList();
        if (present.size() > 1) {
            throw step.place().refused("the step has " + String.join(" and ", present), "keep one of them");
        }
        return step.get("exec")
                .map(value -> argv(step, value))
                .or(() -> step.get("run").or(() -> step.get("command")).map(value -> script(step, value)))
                .orElseThrow(
                        () -> step.place().refused("the step has no command", "give it one of run, command or exec"));
    }

    private static StepCommand argv(YamlMap step, YamlValue value) {
        step.get("shell").ifPresent(shell -> {
            throw shell.place().refused("exec runs without a shell", "take shell out, or use run");
        });
        List<String> words = new ArrayList<>();
        for (YamlValue word : value.list()) {
            String text = word.text();
            if (text.indexOf('\0') >= 0) {
                throw word.place().refused("it has a NUL character");
            }
            words.add(text);
        }
        return value.check(() -> new StepCommand.Argv(words));
    }

    private static StepCommand script(YamlMap step, YamlValue value) {
        Optional<String> shell = step.get("shell").map(YamlValue::plainText);
        String text = value.plainText();
        return value.check(() -> new StepCommand.Script(text, shell));
    }

    private static StepCondition condition(YamlValue value) {
        return switch (value.text()) {
            case "success" -> StepCondition.SUCCESS;
            case "failure" -> StepCondition.FAILURE;
            case "always" -> StepCondition.ALWAYS;
            default -> throw value.expected("success, failure or always");
        };
    }
}
