package dev.hostler.engine.state.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
    private static final SealPlace PLACE = new SealPlace("job-spec", "embedder", "a");
    private static final String ZEROS = Base64.getEncoder().encodeToString(new byte[32]);

    private final Seal seal = new Seal(StateKey.parse("here", ZEROS));

    /** Made by another implementation: AES-256-GCM, key and nonce of zeros, the place's bytes as additional data. */
    @Test
    void opensWhatAnotherImplementationSealed() {
        assertThat(seal.open(PLACE, "sealed:1:AAAAAAAAAAAAAAAApsgzSSEFGf0CFZ0XuB3l7l6N3VyKV10="))
                .isEqualTo("hostler");
    }

    @Test
    void saysWhatMayBeTheMatterWithAnotherKey() {
        String sealed = new Seal(StateKey.random("there")).seal(PLACE, "text");
        assertThatThrownBy(() -> seal.open(PLACE, sealed))
                .hasMessage(
                        "Cannot open sealed value 'job-spec embedder/a': it is damaged or was moved, or it was sealed"
                                + " with another key than the one from here; give the key that it was sealed with, or restore"
                                + " the data directory from a backup");
    }

    @Test
    void refusesAFormThatItDoesNotKnow() {
        assertThatThrownBy(() -> seal.open(PLACE, "sealed:2:AAAA"))
                .hasMessageContaining("another version of the agent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sealed:1:", "sealed:1:AAAA", "sealed:1:not base64", "text"})
    void refusesWhatWasNeverSealed(String text) {
        assertThatThrownBy(() -> seal.open(PLACE, text)).hasMessageContaining("'job-spec embedder/a': it is damaged;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "no base64 at all!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void refusesAKeyThatIsNoneAndDoesNotShowIt(String text) {
        assertThatThrownBy(() -> StateKey.parse("here", text))
                .hasMessage("Cannot use state key 'here': it is not 32 bytes in base64; give the key of this data"
                        + " directory; for a new one, 'openssl rand -base64 32' makes a key")
                .hasNoCause();
    }

    @Test
    void readsAKeyWithWhiteSpaceAroundIt() {
        StateKey key = StateKey.parse("here", " " + ZEROS + "\r\n");
        assertThat(key.encoded()).isEqualTo(ZEROS);
        assertThat(key).hasToString("StateKey[here]");
    }

    @Test
    void makesEveryKeyAnew() {
        assertThat(StateKey.random("here").encoded())
                .hasSize(44)
                .isNotEqualTo(StateKey.random("here").encoded());
    }
}
