package dev.hostler.launcher.http.v1.workload;

import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.ImagePullPolicy;
import dev.hostler.launcher.http.v1.wire.ObjectReader;

/** Reads a Compose application's spec; what is not there has the default of {@link ComposeSpec.Builder}. */
final class ComposeCodec {
    private ComposeCodec() {}

    static ComposeSpec read(ObjectReader fields) {
        ComposeSpec.Builder spec = ComposeSpec.decoding(fields.require("file", fields.text("file")))
                .env(fields.textMap("env"));
        fields.text("projectName").ifPresent(spec::projectName);
        fields.word("pull", ImagePullPolicy.class).ifPresent(spec::pull);
        return spec.build();
    }
}
