package dev.hostler.launcher.grpc.codec;

import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.launcher.grpc.proto.agent.WorkloadSpec.SpecCase;
import dev.hostler.launcher.grpc.proto.agent.WorkloadType;
import java.util.regex.Pattern;

/** Compose applications: their projects have the names of their ids, whatever the spec or the file says. */
final class ComposeCodec implements WorkloadCodec {
    /** Ids that are names of projects as they are; of any other the engine makes one that no other id shares. */
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    @Override
    public WorkloadType type() {
        return WorkloadType.WORKLOAD_TYPE_COMPOSE;
    }

    @Override
    public String word() {
        return "compose";
    }

    @Override
    public String kind() {
        return ComposeSpec.KIND;
    }

    @Override
    public String runtime() {
        return "compose";
    }

    @Override
    public SpecCase form() {
        return SpecCase.COMPOSE;
    }

    /** Clients send the file as it is, or in base64. */
    @Override
    public WorkloadSpec decode(String id, String revision, dev.hostler.launcher.grpc.proto.agent.WorkloadSpec wire) {
        dev.hostler.launcher.grpc.proto.agent.ComposeSpec spec = wire.getCompose();
        if (spec.getComposeYaml().isBlank()) {
            throw Refusal.of("compose_yaml", id, "it is empty", "give a Compose file, as it is or in base64");
        }
        ComposeSpec.Builder compose =
                ComposeSpec.decoding(spec.getComposeYaml()).env(spec.getEnvMap());
        if (PROJECT.matcher(id).matches()) {
            compose.projectName(id);
        }
        return compose.build();
    }
}
