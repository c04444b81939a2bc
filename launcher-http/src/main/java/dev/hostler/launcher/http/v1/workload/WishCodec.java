package dev.hostler.launcher.http.v1.workload;

import dev.hostler.api.workload.ApplyWorkload;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.ContainerSpec;
import dev.hostler.api.workload.CustomSpec;
import dev.hostler.api.workload.DesiredState;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.api.workload.VmSpec;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadSpec;
import dev.hostler.launcher.http.v1.wire.ObjectReader;
import java.util.Optional;

/** Reads the body of a wish for a workload. */
final class WishCodec {
    private WishCodec() {}

    static ApplyWorkload read(WorkloadId id, byte[] body) {
        return ObjectReader.read(body, fields -> wish(id, fields));
    }

    private static ApplyWorkload wish(WorkloadId id, ObjectReader fields) {
        String kind = fields.require("kind", fields.text("kind"));
        Optional<Revision> revision =
                fields.text("revision").map(value -> fields.make("revision", () -> new Revision(value)));
        DesiredState desired = fields.word("desired", DesiredState.class).orElse(DesiredState.RUNNING);
        return new ApplyWorkload(id, spec(kind, fields), revision, desired);
    }

    private static WorkloadSpec spec(String kind, ObjectReader fields) {
        return switch (kind) {
            case ContainerSpec.KIND -> fields.require("spec", fields.object("spec", ContainerCodec::read));
            case ComposeSpec.KIND -> fields.require("spec", fields.object("spec", ComposeCodec::read));
            case RunnerSpec.KIND -> fields.require("spec", fields.object("spec", RunnerCodec::read));
            case VmSpec.KIND -> fields.require("spec", fields.object("spec", VmCodec::read));
            default -> custom(kind, fields);
        };
    }

    /** A kind that a plugin brings is handed on as it is written. */
    private static CustomSpec custom(String kind, ObjectReader fields) {
        String payload = fields.require("payload", fields.text("payload"));
        return fields.make("kind", () -> new CustomSpec(kind, payload));
    }
}
