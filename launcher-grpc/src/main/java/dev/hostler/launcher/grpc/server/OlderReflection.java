package dev.hostler.launcher.grpc.server;

import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionService;

/** Reflection as it was before it had a version 1: most tools of operators ask for that one first. */
final class OlderReflection {
    private OlderReflection() {}

    @SuppressWarnings("deprecation") // it is there for older clients
    static BindableService service() {
        return ProtoReflectionService.newInstance();
    }
}
