package dev.hostler.launcher.http.v1.workload;

import dev.hostler.api.workload.HealthCheck;
import dev.hostler.launcher.http.v1.wire.ObjectReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads how to see that a workload does its work. */
final class HealthCodec {
    private HealthCodec() {}

    static HealthCheck read(ObjectReader fields) {
        HealthCheck usual = HealthCheck.of(probe(fields));
        return new HealthCheck(
                usual.probe(),
                fields.duration("interval").orElse(usual.interval()),
                fields.duration("timeout").orElse(usual.timeout()),
                fields.smallWhole("failures").orElse(usual.failures()),
                fields.duration("startPeriod").orElse(usual.startPeriod()));
    }

    private static HealthCheck.Probe probe(ObjectReader fields) {
        Optional<HealthCheck.Probe> exec =
                fields.any("exec").map(list -> fields.make("exec", () -> new HealthCheck.Exec(fields.texts("exec"))));
        Optional<HealthCheck.Probe> http = fields.object("http", HealthCodec::http);
        Optional<HealthCheck.Probe> tcp = fields.object("tcp", HealthCodec::tcp);
        List<HealthCheck.Probe> given =
                Stream.of(exec, http, tcp).flatMap(Optional::stream).toList();
        if (given.size() != 1) {
            throw fields.refusal("it has not exactly one of exec, http and tcp", "give one of the three");
        }
        return given.get(0);
    }

    private static HealthCheck.Probe http(ObjectReader fields) {
        return new HealthCheck.Http(
                fields.require("port", fields.smallWhole("port")),
                fields.text("path").orElse("/"),
                fields.text("host"));
    }

    private static HealthCheck.Probe tcp(ObjectReader fields) {
        return new HealthCheck.Tcp(fields.require("port", fields.smallWhole("port")));
    }
}
