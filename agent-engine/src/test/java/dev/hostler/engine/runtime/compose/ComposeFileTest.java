package dev.hostler.engine.runtime.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.AdmissionPolicy;
import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ComposeFileTest {
    private static final WorkloadKey KEY = new WorkloadKey(Owner.EMBEDDER, new WorkloadId("shop"));

    private static Map<String, Object> read(String file, Map<String, String> env) {
        return ComposeFile.read(ComposeSpec.builder(file).env(env).build()).tree();
    }

    /** A file with one service that has one more line. */
    private static String service(String line) {
        return "services: {web: {image: i, " + line + "}}";
    }

    private static AdmissionPolicy.Request asked(String file) {
        return Demands.of(KEY, read(file, Map.of()));
    }

    static Stream<Arguments> filesThatAreRefused() {
        return Stream.of(
                arguments("{", "file"),
                arguments("a: b: c", "file"),
                arguments("just words", "file"),
                arguments("- a", "file"),
                arguments("services: {}", "services"),
                arguments("version: '3'", "services"),
                arguments("services: [web]", "services"),
                arguments("services: {web: [i]}", "services.web"),
                arguments("services: {web: {}}", "services.web.image"),
                arguments("services: {web: {image: ''}}", "services.web.image"),
                arguments("services: {web: {image: i}, web: {image: j}}", "duplicate"),
                arguments("a: &a [*a]\nservices: {web: {image: i}}", "too many values"),
                arguments(service("env_file: /etc/passwd"), "services.web.env_file"),
                arguments(service("env_file: [.env, /etc/shadow]"), "services.web.env_file"),
                arguments(service("env_file: [{path: /etc/shadow, required: false}]"), "services.web.env_file"),
                arguments(service("label_file: ./labels"), "services.web.label_file"),
                arguments(service("build: ."), "services.web.build"),
                arguments(service("build: {context: /etc}"), "services.web.build"),
                arguments(service("extends: {service: web, file: /etc/passwd}"), "services.web.extends.file"),
                arguments(service("credential_spec: {file: /etc/passwd}"), "services.web.credential_spec"),
                arguments(service("security_opt: ['seccomp:/etc/passwd']"), "services.web.security_opt"),
                arguments(service("security_opt: [seccomp=./profile.json]"), "services.web.security_opt"),
                arguments(service("provider: {type: /bin/sh}"), "services.web.provider"),
                arguments(service("use_api_socket: true"), "services.web.use_api_socket"),
                arguments(service("post_start: [{command: id, privileged: true}]"), "services.web.post_start"),
                arguments(service("develop: {watch: []}"), "services.web.develop"),
                arguments(service("volumes: ['./data:/data']"), "services.web.volumes"),
                arguments(service("volumes: ['../../etc:/data']"), "services.web.volumes"),
                arguments(service("volumes: ['~/.ssh:/data']"), "services.web.volumes"),
                arguments(service("volumes: [{type: bind, source: data, target: /data}]"), "services.web.volumes"),
                arguments(service("volumes: [{type: npipe, source: /x, target: /data}]"), "services.web.volumes"),
                arguments(service("labels: {dev.hostler.agent: other}"), "services.web.labels"),
                arguments(service("labels: [com.docker.compose.project=other]"), "services.web.labels"),
                arguments(service("environment: words"), "environment"),
                arguments(service("command: 'echo ${X:?is missing}'"), "is missing"),
                arguments(service("command: 'echo ${'"), "variable"),
                arguments("include: [/etc/passwd]\nservices: {web: {image: i}}", "include"),
                arguments("secrets: {s: {file: /etc/shadow}}\nservices: {web: {image: i}}", "secrets.s.file"),
                arguments("configs: {s: {file: ./x}}\nservices: {web: {image: i}}", "configs.s.file"),
                arguments("secrets: {s: {environment: HOME}}\nservices: {web: {image: i}}", "secrets.s.environment"),
                arguments("models: {m: {model: x}}\nservices: {web: {image: i}}", "models"),
                arguments("name: Shop\nservices: {web: {image: i}}", "name"));
    }

    @ParameterizedTest
    @MethodSource("filesThatAreRefused")
    void whatIsNoComposeFileOrLeadsOutOfItIsRefusedByName(String file, String named) {
        assertThatThrownBy(() -> read(file, Map.of()))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageMatching("Cannot .+ '.*': .+; .+")
                .hasMessageContaining(named);
    }

    static Stream<Arguments> powersThatAreAskedFor() {
        return Stream.of(
                arguments("privileged: true", "privileged"),
                arguments("privileged: 'yes'", "privileged"),
                arguments("privileged: '${UNSET:-true}'", "privileged"),
                arguments("network_mode: host", "host-network"),
                arguments("network_mode: 'container:db'", "network-of:db"),
                arguments("pid: host", "host-pid"),
                arguments("pid: 'container:db'", "pid-of:db"),
                arguments("ipc: host", "host-ipc"),
                arguments("uts: host", "host-uts"),
                arguments("userns_mode: host", "host-users"),
                arguments("cgroup: host", "host-cgroup"),
                arguments("cgroup_parent: /", "cgroup-parent:/"),
                arguments("cap_add: [CAP_sys_admin]", "capability:SYS_ADMIN"),
                arguments("cap_add: [ALL]", "capability:ALL"),
                arguments("devices: ['/dev/sda:/dev/sda:rwm']", "device:/dev/sda"),
                arguments("devices: [{source: /dev/kmsg, target: /dev/kmsg}]", "device:/dev/kmsg"),
                arguments("device_cgroup_rules: ['c *:* rwm']", "device-rule:c *:* rwm"),
                arguments("security_opt: ['apparmor:unconfined']", "security:apparmor:unconfined"),
                arguments("security_opt: [seccomp=unconfined]", "security:seccomp=unconfined"),
                arguments("runtime: other", "runtime:other"),
                arguments("volumes_from: ['container:db']", "volumes-of:db"),
                arguments("external_links: [db]", "external-link:db"),
                arguments("gpus: all", "gpus"),
                arguments("deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}", "gpus"),
                arguments("logging: {driver: syslog}", "log-driver:syslog"),
                arguments("oom_kill_disable: true", "no-oom-kill"));
    }

    @ParameterizedTest
    @MethodSource("powersThatAreAskedFor")
    void aPowerOfAServiceIsAskedOfThePolicies(String line, String ability) {
        assertThat(asked(service(line)).abilities()).containsExactly(ability);
    }

    @Test
    void powersOfNetworksAndVolumesAreAskedForAsWell() {
        String web = "services: {web: {image: i}}\n";
        assertThat(asked(web + "networks: {n: {external: true, name: host}}").abilities())
                .contains("host-network");
        assertThat(asked(web + "networks: {n: {driver: host}}").abilities()).contains("host-network");
        assertThat(asked(web + "networks: {n: {driver: macvlan}}").abilities()).contains("network-driver:macvlan");
        assertThat(asked(web + "networks: {n: {external: {name: other}}}").abilities())
                .contains("external-network:other");
        assertThat(asked(web + "volumes: {v: {external: true}}").abilities()).contains("external-volume:v");
        assertThat(asked(web + "volumes: {v: {driver: nfs}}").abilities()).contains("volume-driver:nfs");
        assertThat(asked(web + "volumes: {v: {driver_opts: {type: nfs, o: addr=10.0.0.1, device: ':/'}}}")
                        .abilities())
                .contains("volume-type:nfs");
        assertThat(asked(web + "volumes: {v: {driver_opts: {type: none, o: bind, device: /etc}}}")
                        .hostPaths())
                .containsExactly("/etc");
    }

    @Test
    void hostPathsAreThoseOfEveryForm() {
        assertThat(asked(service("volumes: ['/:/host', '/data/x', 'data:/d', "
                                + "{type: bind, source: /var/run/docker.sock, target: /s}, '/srv/${NONE}/a:/a:ro']"))
                        .hostPaths())
                .containsExactlyInAnyOrder("/", "/var/run/docker.sock", "/srv//a");
    }

    @Test
    void ordinaryServicesAskForNothing() {
        AdmissionPolicy.Request request = asked(
                service(
                        "privileged: false, network_mode: 'service:db', ipc: shareable, "
                                + "security_opt: ['no-new-privileges:true'], logging: {driver: local}, cap_drop: [ALL], init: true"));

        assertThat(request.abilities()).isEmpty();
        assertThat(request.hostPaths()).isEmpty();
        assertThat(request.images()).containsExactly("i");
    }

    @Test
    void onlyGivenVariablesHaveAValueAndNamesAloneGetThem() {
        Map<String, Object> tree = read(
                service("command: '${A} $B [${PATH}${HOME}] $$C', environment: [A, PATH, D=$A], env_file: .env"),
                Map.of("A", "a$b", "B", "b"));

        Map<String, Object> web = Tree.maps(tree, "services").get("web");
        assertThat(web.get("command")).isEqualTo("a$b b [] $C");
        assertThat(web.get("environment")).isEqualTo(Map.of("A", "a$b", "B", "b", "D", "a$b"));
        assertThat(web).doesNotContainKey("env_file");
    }

    @Test
    void variablesHaveTheFormsOfCompose() {
        Interpolation variables = new Interpolation(Map.of("A", "a", "E", ""));
        Map.ofEntries(
                        Map.entry("${A:-x}", "a"),
                        Map.entry("${E:-x}", "x"),
                        Map.entry("${E-x}", ""),
                        Map.entry("${N-x}", "x"),
                        Map.entry("${N:-${A}}", "a"),
                        Map.entry("${A:+x}", "x"),
                        Map.entry("${E:+x}", ""),
                        Map.entry("${E+x}", "x"),
                        Map.entry("${A?no}", "a"),
                        Map.entry("$A$A", "aa"),
                        Map.entry("$$A $${A}", "$A ${A}"))
                .forEach((text, value) ->
                        assertThat(variables.replace(text)).as(text).isEqualTo(value));
        for (String wrong :
                List.of("$", "${", "${}", "${A", "$1", "${A:x}", "${" + "N:-${".repeat(20) + "}".repeat(21))) {
            assertThatThrownBy(() -> variables.replace(wrong)).as(wrong).isInstanceOf(AgentException.class);
        }
    }

    @Test
    void servicesOfOtherProfilesAreNotThere() {
        String file = "services: {web: {image: i}, debug: {image: j, profiles: [dev], privileged: true}}";

        assertThat(Tree.maps(read(file, Map.of()), "services")).containsOnlyKeys("web");
        assertThat(Tree.maps(read(file, Map.of("COMPOSE_PROFILES", "dev")), "services"))
                .containsOnlyKeys("web", "debug");
    }

    @Test
    void aliasesDoNotMakeASmallFileLarge() {
        StringBuilder file = new StringBuilder("x-a: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            file.append("x-").append(i).append(": &a").append(i).append(" [");
            file.append(("*a" + (i - 1) + ",").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        file.append("services: {web: {image: i}}\n");

        assertThatThrownBy(() -> read(file.toString(), Map.of())).hasMessageContaining("too many values");
    }
}
