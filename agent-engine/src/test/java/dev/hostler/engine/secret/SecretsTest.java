package dev.hostler.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.spi.SecretResolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final String CANARY = "c4n4ry-value";

    private static SecretResolver resolver(String id, Map<String, String> values) {
        return new SecretResolver() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Optional<String> resolve(String name) {
                return Optional.ofNullable(values.get(name));
            }
        };
    }

    @Test
    void asksTheResolversInTheirOrder() {
        List<SecretResolver> resolvers =
                List.of(resolver("first", Map.of("A", "1")), resolver("second", Map.of("A", "2", "B", "3")));

        assertThat(Secrets.resolve(Set.of("A", "B"), resolvers).values())
                .containsExactly(Map.entry("A", "1"), Map.entry("B", "3"));
    }

    @Test
    void neverShowsAValue() {
        Secrets secrets = Secrets.resolve(Set.of("A", "B"), List.of(resolver("r", Map.of("A", CANARY, "B", CANARY))));

        assertThat(secrets).hasToString("Secrets[A, B]");
    }

    @Test
    void saysWhereItLookedForAMissingSecret() {
        List<SecretResolver> resolvers = List.of(resolver("environment", Map.of()), resolver("files", Map.of()));

        assertThatThrownBy(() -> Secrets.resolve(Set.of("TOKEN"), resolvers))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessage("Cannot resolve secret 'TOKEN': none of environment, files knows it;"
                        + " set HOSTLER_SECRET_TOKEN in the agent's environment, or provide it to another");
        assertThatThrownBy(() -> Secrets.resolve(Set.of("TOKEN"), List.of()))
                .hasMessageContaining("the agent has no secret resolver");
    }

    @Test
    void refusesAnEmptyValue() {
        assertThatThrownBy(() -> Secrets.resolve(Set.of("A"), List.of(resolver("r", Map.of("A", "")))))
                .hasMessageContaining("'A': its value is empty");
    }

    @Test
    void dropsWhatAFailingResolverSays() {
        SecretResolver failing = new SecretResolver() {
            @Override
            public String id() {
                return "vault";
            }

            @Override
            public Optional<String> resolve(String name) {
                throw new IllegalStateException("got " + CANARY);
            }
        };

        assertThatThrownBy(() -> Secrets.resolve(Set.of("A"), List.of(failing)))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("'A': the resolver vault failed with IllegalStateException")
                .hasNoCause()
                .hasMessageNotContaining(CANARY);
    }

    @Test
    void refusesWhatTheJobWasNotGranted() {
        Secrets.requireGranted(Set.of("A", "B"), Set.of("B"));
        Secrets.requireGranted(Set.of(), Set.of());

        assertThatThrownBy(() -> Secrets.requireGranted(Set.of("A"), Set.of("C", "A", "B")))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED))
                .hasMessageStartingWith("Cannot use secret 'B', 'C': ");
    }
}
