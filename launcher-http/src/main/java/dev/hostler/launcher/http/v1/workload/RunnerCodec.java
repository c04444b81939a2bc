package dev.hostler.launcher.http.v1.workload;

import dev.hostler.api.workload.RunnerCredential;
import dev.hostler.api.workload.RunnerHooks;
import dev.hostler.api.workload.RunnerLimits;
import dev.hostler.api.workload.RunnerSpec;
import dev.hostler.launcher.http.v1.wire.ObjectReader;
import java.util.Optional;

/** Reads a runner's spec; what is not there has the default of {@link RunnerSpec.Builder}. */
final class RunnerCodec {
    private RunnerCodec() {}

    static RunnerSpec read(ObjectReader fields) {
        RunnerSpec.Builder spec = RunnerSpec.builder(credential(fields));
        fields.text("scope").ifPresent(spec::scope);
        fields.text("name").ifPresent(spec::name);
        spec.labels(fields.texts("labels"));
        fields.text("group").ifPresent(spec::group);
        fields.text("workDirectory").ifPresent(spec::workDirectory);
        fields.text("version").ifPresent(spec::version);
        fields.object("hooks", RunnerCodec::hooks).ifPresent(spec::hooks);
        spec.env(fields.textMap("env"));
        fields.object("limits", RunnerCodec::limits).ifPresent(spec::limits);
        return spec.build();
    }

    private static RunnerCredential credential(ObjectReader fields) {
        Optional<String> token = fields.text("token");
        Optional<String> jitConfig = fields.text("jitConfig");
        if (token.isPresent() == jitConfig.isPresent()) {
            throw fields.refusal("it has not exactly one of token and jitConfig", "give one of them");
        }
        return token.map(RunnerCredential::token)
                .or(() -> jitConfig.map(RunnerCredential::jitConfig))
                .orElseThrow();
    }

    private static RunnerHooks hooks(ObjectReader fields) {
        return new RunnerHooks(fields.text("started"), fields.text("completed"));
    }

    private static RunnerLimits limits(ObjectReader fields) {
        RunnerLimits usual = RunnerLimits.USUAL;
        return new RunnerLimits(
                fields.duration("fetch").orElse(usual.fetch()),
                fields.duration("registration").orElse(usual.registration()),
                fields.duration("run").orElse(usual.run()),
                fields.duration("stopGrace").orElse(usual.stopGrace()),
                fields.whole("fetchFreeBytes").orElse(usual.fetchFreeBytes()),
                fields.whole("jobFreeBytes").orElse(usual.jobFreeBytes()),
                fields.whole("warnFreeMemoryBytes").orElse(usual.warnFreeMemoryBytes()));
    }
}
