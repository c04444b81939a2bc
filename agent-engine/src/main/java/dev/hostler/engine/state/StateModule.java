package dev.hostler.engine.state;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.DirectorySource;
import dev.hostler.api.job.GitSource;
import dev.hostler.api.job.Isolation;
import dev.hostler.api.job.JobId;
import dev.hostler.api.job.Pipeline;
import dev.hostler.api.job.Source;
import dev.hostler.api.job.StepCommand;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.CustomSpec;
import dev.hostler.api.workload.HealthCheck;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadSpec;
import java.io.IOException;
import java.nio.file.Path;

/** How the API's words look in stored JSON. The type names here are in people's files and never change. */
final class StateModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    StateModule() {
        super("hostler-state");
        addSerializer(Path.class, ToStringSerializer.instance);
        addDeserializer(Path.class, new PathReader());
        addDeserializer(boolean.class, new YesOrNoReader());
        setMixInAnnotation(Owner.class, Word.class);
        setMixInAnnotation(JobId.class, Word.class);
        setMixInAnnotation(Isolation.class, Word.class);
        setMixInAnnotation(WorkloadId.class, Word.class);
        setMixInAnnotation(Revision.class, Word.class);
        setMixInAnnotation(WorkloadSpec.class, WorkloadSpecs.class);
        setMixInAnnotation(HealthCheck.Probe.class, Probes.class);
        setMixInAnnotation(Source.class, Sources.class);
        setMixInAnnotation(StepCommand.class, StepCommands.class);
        setMixInAnnotation(Pipeline.class, Pipelines.class);
    }

    /** A record of one string is that string. */
    abstract static class Word {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Word(@SuppressWarnings("unused") String value) {}

        @JsonValue
        abstract String value();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = GitSource.class, name = "git"),
        @JsonSubTypes.Type(value = DirectorySource.class, name = "directory")
    })
    interface Sources {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = StepCommand.Script.class, name = "script"),
        @JsonSubTypes.Type(value = StepCommand.Argv.class, name = "argv")
    })
    interface StepCommands {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Pipeline.Inline.class, name = "inline"),
        @JsonSubTypes.Type(value = Pipeline.Document.class, name = "document"),
        @JsonSubTypes.Type(value = Pipeline.FromRepository.class, name = "repository")
    })
    interface Pipelines {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ComposeSpec.class, name = "compose"),
        @JsonSubTypes.Type(value = ContainerSpec.class, name = "container"),
        @JsonSubTypes.Type(value = RunnerSpec.class, name = "runner"),
        @JsonSubTypes.Type(value = VmSpec.class, name = "vm"),
        @JsonSubTypes.Type(value = CustomSpec.class, name = "custom")
    })
    interface WorkloadSpecs {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = HealthCheck.Exec.class, name = "exec"),
        @JsonSubTypes.Type(value = HealthCheck.Http.class, name = "http"),
        @JsonSubTypes.Type(value = HealthCheck.Tcp.class, name = "tcp")
    })
    interface Probes {}

    private static final class PathReader extends StdDeserializer<Path> {
        private static final long serialVersionUID = 1L;

        private PathReader() {
            super(Path.class);
        }

        @Override
        public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Path.of(parser.getValueAsString(""));
        }
    }

    /** A yes or no that an older agent did not know is no; one that is there and empty is damage. */
    private static final class YesOrNoReader extends StdDeserializer<Boolean> {
        private static final long serialVersionUID = 1L;

        private YesOrNoReader() {
            super(boolean.class);
        }

        @Override
        public Boolean deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.getBooleanValue();
        }

        @Override
        public Boolean getAbsentValue(DeserializationContext context) {
            return false;
        }

        @Override
        public Boolean getNullValue(DeserializationContext context) throws JsonMappingException {
            return context.reportInputMismatch(this, "neither yes nor no");
        }
    }
}
