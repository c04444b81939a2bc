package dev.hostler.launcher.cli;

import dev.hostler.api.job.PipelineSchema;
import dev.hostler.launcher.cli.exit.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hostler schema}: what an editor needs to know of pipeline files. Confined to one thread. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of pipeline files, for editors.")
final class SchemaCommand implements Callable<Integer> {
    private final Lines out;

    SchemaCommand(Invocation invocation) {
        this.out = new Lines(invocation.out());
    }

    @Override
    public Integer call() {
        out.print(PipelineSchema.text().stripTrailing());
        return ExitCodes.SUCCESS.code();
    }
}
