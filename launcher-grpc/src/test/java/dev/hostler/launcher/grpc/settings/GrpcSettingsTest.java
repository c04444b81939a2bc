package dev.hostler.launcher.grpc.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every variable of the protocol, one by one: its default, its value from each source, and what it refuses. */
class GrpcSettingsTest {
    @TempDir
    Path directory;

    private static GrpcSettings of(Map<String, String> environment) {
        return GrpcSettings.of(environment, Map.of(), List.of());
    }

    private static Arguments row(
            String variable,
            String key,
            Object usual,
            String value,
            Object expected,
            Function<GrpcSettings, Object> get) {
        return Arguments.of(variable, key, usual, value, expected, get);
    }

    static Stream<Arguments> variables() {
        return Stream.of(
                row(
                        "PERSYS_GRPC_ADDR",
                        "grpc_addr",
                        Optional.empty(),
                        "::1",
                        Optional.of("::1"),
                        s -> s.listen().host()),
                row(
                        "PERSYS_GRPC_PORT",
                        "grpc_port",
                        50051,
                        "50052",
                        50052,
                        s -> s.listen().port()),
                row(
                        "PERSYS_METRICS_PORT",
                        "metrics_port",
                        8089,
                        "9",
                        9,
                        s -> s.listen().metricsPort()),
                row(
                        "PERSYS_TLS_ENABLED",
                        "tls_enabled",
                        true,
                        "false",
                        false,
                        s -> s.tls().enabled()),
                row(
                        "PERSYS_TLS_CERT",
                        "tls_cert",
                        Path.of("/etc/persys/certs/agent.crt"),
                        "/a",
                        Path.of("/a"),
                        s -> s.tls().certificate()),
                row(
                        "PERSYS_TLS_CERT",
                        "tls_cert_path",
                        Path.of("/etc/persys/certs/agent.crt"),
                        "/a",
                        Path.of("/a"),
                        s -> s.tls().certificate()),
                row(
                        "PERSYS_TLS_KEY",
                        "tls_key_path",
                        Path.of("/etc/persys/certs/agent.key"),
                        "/a",
                        Path.of("/a"),
                        s -> s.tls().key()),
                row(
                        "PERSYS_TLS_CA",
                        "tls_ca_path",
                        Path.of("/etc/persys/certs/ca.crt"),
                        "/a",
                        Path.of("/a"),
                        s -> s.tls().authority()),
                row(
                        "PERSYS_TLS_CLIENTS",
                        "tls_clients",
                        Map.of(),
                        "a=read,b=write",
                        Map.of("a", Role.READ, "b", Role.WRITE),
                        s -> s.tls().clients()),
                row(
                        "PERSYS_STATE_PATH",
                        "state_path",
                        Path.of("/var/lib/persys/state.db"),
                        "/s",
                        Path.of("/s"),
                        GrpcSettings::state),
                row(
                        "PERSYS_STATE_STORE_PATH",
                        "state_store_path",
                        Path.of("/var/lib/persys/state.db"),
                        "/s",
                        Path.of("/s"),
                        GrpcSettings::state),
                row(
                        "PERSYS_DOCKER_ENABLED",
                        "docker_enabled",
                        true,
                        "false",
                        false,
                        s -> s.runtimes().types().contains("container")),
                row(
                        "PERSYS_COMPOSE_ENABLED",
                        "compose_enabled",
                        true,
                        "0",
                        false,
                        s -> s.runtimes().types().contains("compose")),
                row(
                        "PERSYS_VM_ENABLED",
                        "vm_enabled",
                        true,
                        "F",
                        false,
                        s -> s.runtimes().types().contains("vm")),
                row(
                        "DOCKER_HOST",
                        "docker_endpoint",
                        Optional.empty(),
                        "tcp://h:1",
                        Optional.of("tcp://h:1"),
                        s -> s.runtimes().dockerHost()),
                row(
                        "PERSYS_COMPOSE_BINARY",
                        "compose_binary",
                        "docker-compose",
                        "docker compose",
                        "docker compose",
                        s -> s.runtimes().composeBinary()),
                row(
                        "PERSYS_LIBVIRT_URI",
                        "libvirt_uri",
                        "qemu:///system",
                        "test:///default",
                        "test:///default",
                        s -> s.runtimes().libvirtUri()),
                row(
                        "PERSYS_RECONCILE_INTERVAL",
                        "reconcile_interval",
                        Duration.ofSeconds(30),
                        "1m30s",
                        Duration.ofSeconds(90),
                        GrpcSettings::reconcileInterval),
                row("PERSYS_LOG_LEVEL", "log_level", "info", "WARNING", "warn", GrpcSettings::logLevel),
                row(
                        "PERSYS_NODE_ID",
                        "node_id",
                        Optional.empty(),
                        "n1",
                        Optional.of("n1"),
                        s -> s.node().id()),
                row(
                        "PERSYS_NODE_ID",
                        "node_id",
                        Optional.empty(),
                        "auto",
                        Optional.empty(),
                        s -> s.node().id()),
                row(
                        "PERSYS_VERSION",
                        "version",
                        "dev",
                        "1.0",
                        "1.0",
                        s -> s.node().version()),
                row(
                        "PERSYS_NODE_REGION",
                        "node_region",
                        "-",
                        "eu",
                        "eu",
                        s -> s.node().labels().getOrDefault("region", "-")),
                row(
                        "PERSYS_NODE_ENV",
                        "node_env",
                        "-",
                        "prod",
                        "prod",
                        s -> s.node().labels().getOrDefault("env", "-")),
                row(
                        "PERSYS_NODE_LABELS",
                        "node_labels",
                        "-",
                        "gpu=yes, disk=ssd",
                        "yesssd",
                        s -> s.node().labels().getOrDefault("gpu", "-")
                                + s.node().labels().getOrDefault("disk", "")),
                row(
                        "PERSYS_SCHEDULER_ADDR",
                        "scheduler_addr",
                        Optional.empty(),
                        "h:8085",
                        Optional.of("h:8085"),
                        s -> s.scheduler().address()),
                row(
                        "PERSYS_SCHEDULER_INSECURE",
                        "scheduler_insecure",
                        false,
                        "true",
                        true,
                        s -> s.scheduler().insecure()),
                row(
                        "PERSYS_AGENT_GRPC_ENDPOINT",
                        "agent_grpc_endpoint",
                        Optional.empty(),
                        "n:1",
                        Optional.of("n:1"),
                        s -> s.scheduler().endpoint()));
    }

    @ParameterizedTest(name = "{0} ({1})")
    @MethodSource("variables")
    void eachVariableHasItsDefaultAndComesFromEachSource(
            String variable,
            String key,
            Object usual,
            String value,
            Object expected,
            Function<GrpcSettings, Object> get)
            throws Exception {
        assertThat(get.apply(of(Map.of()))).isEqualTo(usual);
        assertThat(get.apply(of(Map.of(variable, value)))).isEqualTo(expected);
        assertThat(get.apply(of(Map.of(variable, " ")))).isEqualTo(usual);
        assertThat(get.apply(GrpcSettings.of(Map.of(), Map.of(key, value), List.of())))
                .isEqualTo(expected);
        Path file = Files.writeString(directory.resolve("agent_config.yaml"), key + ": \"" + value + "\"\n");
        assertThat(get.apply(GrpcSettings.of(Map.of(), Map.of(), List.of(directory))))
                .isEqualTo(expected);
        assertThat(get.apply(of(Map.of("PERSYS_CONFIG_FILE", file.toString())))).isEqualTo(expected);
    }

    @Test
    void theEnvironmentWinsOverTheDoorAndTheDoorOverTheFile() throws Exception {
        Files.writeString(directory.resolve("agent_config.yaml"), "grpc_port: 1\nmetrics_port: 2\nversion: file\n");
        GrpcSettings told = GrpcSettings.of(
                Map.of("PERSYS_GRPC_PORT", "3"), Map.of("grpc_port", "4", "metrics_port", "5"), List.of(directory));
        assertThat(told.listen().port()).isEqualTo(3);
        assertThat(told.listen().metricsPort()).isEqualTo(5);
        assertThat(told.node().version()).isEqualTo("file");
    }

    @ParameterizedTest
    @CsvSource({
        "PERSYS_GRPC_PORT,65536",
        "PERSYS_GRPC_PORT,x",
        "PERSYS_METRICS_PORT,-1",
        "PERSYS_TLS_ENABLED,maybe",
        "PERSYS_TLS_CLIENTS,a",
        "PERSYS_TLS_CLIENTS,a=admin",
        "PERSYS_DOCKER_ENABLED,2",
        "PERSYS_COMPOSE_ENABLED,x",
        "PERSYS_VM_ENABLED,x",
        "PERSYS_RECONCILE_INTERVAL,30",
        "PERSYS_RECONCILE_INTERVAL,0s",
        "PERSYS_RECONCILE_ENABLED,false",
        "PERSYS_LOG_LEVEL,loud",
        "PERSYS_NODE_LABELS,novalue",
        "PERSYS_SCHEDULER_ADDR,host",
        "PERSYS_SCHEDULER_INSECURE,x",
        "PERSYS_VAULT_ENABLED,true"
    })
    void aValueThatIsWrongIsRefusedByName(String variable, String value) {
        assertThatThrownBy(() -> of(Map.of(variable, value)))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining(variable)
                .hasMessageMatching("Cannot .+: .+; .+");
    }

    @Test
    void nothingToRunIsRefused() {
        assertThatThrownBy(() -> of(Map.of(
                        "PERSYS_DOCKER_ENABLED", "false",
                        "PERSYS_COMPOSE_ENABLED", "false",
                        "PERSYS_VM_ENABLED", "false")))
                .hasMessageContaining("PERSYS_DOCKER_ENABLED");
    }

    @Test
    void aSchedulerIsNotCalledInTheOpenUnlessThatIsSaid() {
        Map<String, String> open = Map.of("PERSYS_SCHEDULER_ADDR", "h:1", "PERSYS_TLS_ENABLED", "false");
        assertThatThrownBy(() -> of(open)).hasMessageContaining("PERSYS_SCHEDULER_INSECURE");
        assertThat(of(Map.of("PERSYS_SCHEDULER_ADDR", "h:1"))
                        .standalone()
                        .scheduler()
                        .address())
                .isEmpty();
    }

    @Test
    void withoutTlsOnlyThisHostIsServedUnlessAnAddressIsNamed() {
        assertThat(of(Map.of()).listen().host(true)).isEqualTo("0.0.0.0");
        assertThat(of(Map.of()).listen().host(false)).isEqualTo("127.0.0.1");
        assertThat(of(Map.of("PERSYS_GRPC_ADDR", "0.0.0.0")).listen().host(false))
                .isEqualTo("0.0.0.0");
    }

    @Test
    void labelsTellTheSystem() {
        assertThat(of(Map.of()).node().labels()).containsEntry("os", "linux").containsKey("arch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PERSYS_STORAGE_LOCAL_ROOT", "PERSYS_STORAGE_NFS_STAGE_ROOT", "PERSYS_STORAGE_NFS_SERVER",
                "PERSYS_STORAGE_NFS_EXPORT", "PERSYS_STORAGE_NFS_MOUNT_OPTIONS", "PERSYS_STORAGE_CEPH_STAGE_ROOT",
                "PERSYS_STORAGE_CEPH_CLUSTER", "PERSYS_STORAGE_CEPH_POOL", "PERSYS_STORAGE_CEPH_USER",
                "PERSYS_STORAGE_CEPH_KEYRING", "OTEL_EXPORTER_JAEGER_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT",
                "OTEL_SERVICE_NAME"
            })
    void whatHasNoEffectIsSaidByName(String variable) {
        assertThat(of(Map.of(variable, "x")).unused())
                .singleElement()
                .asString()
                .startsWith(variable + " has no effect: ");
        assertThat(of(Map.of()).unused()).isEmpty();
    }

    @Test
    void whatTheProgramHeedsHasNoEffectInAnAgentWithItsOwnSettingsAndThatIsSaid() {
        Map<String, String> variables = Map.of("PERSYS_STATE_PATH", "/s", "PERSYS_GRPC_PORT", "1");
        assertThat(GrpcSettings.of(variables, Map.of("state_directory", "/d"), List.of())
                        .unused())
                .singleElement()
                .asString()
                .startsWith("PERSYS_STATE_PATH has no effect: ");
        assertThat(of(variables).unused()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ADDR",
                "AUTH_METHOD",
                "TOKEN",
                "APPROLE_ROLE_ID",
                "APPROLE_SECRET_ID",
                "PKI_MOUNT",
                "PKI_ROLE",
                "CERT_TTL",
                "RETRY_INTERVAL",
                "SERVICE_NAME",
                "SERVICE_DOMAIN"
            })
    void whatIsSaidOfVaultIsNoMatterWhileVaultIsOff(String name) {
        assertThat(of(Map.of("PERSYS_VAULT_" + name, "x")).unused()).isEmpty();
        assertThat(GrpcSettings.of(Map.of(), Map.of("vault_" + name.toLowerCase(Locale.ROOT), "x"), List.of())
                        .unused())
                .isEmpty();
        assertThatThrownBy(() -> of(Map.of("PERSYS_VAULT_" + name, "x", "PERSYS_VAULT_ENABLED", "true")))
                .hasMessageContaining("PERSYS_VAULT_ENABLED");
    }

    @Test
    void aKeyThatNobodyKnowsIsSaid() {
        assertThat(GrpcSettings.of(Map.of(), Map.of("grcp_port", "1"), List.of())
                        .unused())
                .containsExactly("grcp_port has no effect: there is no such setting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a\n", "grpc_port: [1]\n", "a: b: c\n"})
    void aFileThatIsNoFlatMapIsRefusedByName(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("wrong.yaml"), text);
        assertThatThrownBy(() -> of(Map.of("PERSYS_CONFIG_FILE", file.toString())))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("wrong.yaml");
        assertThatThrownBy(() -> of(Map.of(
                        "PERSYS_CONFIG_FILE", directory.resolve("none.yaml").toString())))
                .hasMessageContaining("none.yaml");
    }
}
