package dev.hostler.engine.pipeline;

import dev.hostler.api.job.ServiceSpec;
import dev.hostler.api.job.ServiceSpec.ReadyCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the containers that run beside the steps: a map from alias to service. Thread-safe. */
final class ServicesReader {
    private ServicesReader() {}

    static List<ServiceSpec> read(YamlValue value) {
        List<ServiceSpec> services = new ArrayList<>();
        value.map().fields().forEach((alias, service) -> services.add(service(alias, service)));
        return services;
    }

    private static ServiceSpec service(String alias, YamlValue value) {
        YamlMap map = value.map();
        map.allowOnly("a service", List.of("image", "env", "command", "ready"));
        String image = map.get("image")
                .map(YamlValue::plainText)
                .orElseThrow(() -> map.place().refused("the service has no image", "name the image to run"));
        ServiceSpec.Builder service = ServiceSpec.builder(alias, image);
        value.check(service::build);
        map.read("env", Variables::of, env -> service.env(env).build());
        map.read(
                "command",
                ServicesReader::words,
                words -> service.command(words).build());
        map.read("ready", ServicesReader::ready, ready -> service.ready(ready).build());
        return service.build();
    }

    private static ReadyCheck ready(YamlValue value) {
        YamlMap map = value.map();
        map.allowOnly("ready", List.of("port", "exec", "timeout"));
        Optional<Integer> port = map.get("port").map(WholeNumber::of);
        List<String> command = map.get("exec").map(ServicesReader::words).orElse(List.of());
        Duration limit = map.get("timeout").map(DurationText::of).orElse(ReadyCheck.USUAL_LIMIT);
        if (port.isPresent() == !command.isEmpty()) {
            throw map.place().refused("it has not exactly one of port and exec", "give one of the two");
        }
        return value.check(() -> port.map(ReadyCheck::ofPort)
                .orElseGet(() -> ReadyCheck.ofCommand(command))
                .within(limit));
    }

    private static List<String> words(YamlValue value) {
        return value.list().stream().map(YamlValue::text).toList();
    }
}
