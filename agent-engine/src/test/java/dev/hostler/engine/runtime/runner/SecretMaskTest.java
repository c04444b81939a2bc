package dev.hostler.engine.runtime.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret is hidden wherever it is in a line, by whoever has only its mask. */
class SecretMaskTest {
    private static final String SECRET = "AB+/c=~!";

    private final SecretMask mask = SecretMask.of(SECRET);

    @ParameterizedTest
    @CsvSource({
        "AB+/c=~!, ***",
        "token=AB+/c=~!, token=***",
        "AB+/c=~!AB+/c=~!, ******",
        "xAB+/c=~!y AB+/c=~! z, x***y *** z",
        "AB+/AB+/c=~!, AB+/***",
        "äAB+/c=~!ä, ä***ä",
        "AB+/c=~, AB+/c=~",
        "AB+/ c=~!, AB+/ c=~!",
        "'', ''"
    })
    void hidesItAndNothingElse(String line, String shown) {
        assertThat(mask.hide(line)).isEqualTo(shown);
    }

    @Test
    void isReadAsItWasWrittenAndDoesNotTellTheSecret() {
        assertThat(mask.text()).doesNotContain(SECRET);
        assertThat(SecretMask.read(mask.text())).contains(mask);
        assertThat(SecretMask.read("")).isEqualTo(Optional.empty());
        assertThat(SecretMask.of(SECRET)).as("each has a salt of its own").isNotEqualTo(mask);
    }

    @Test
    void findsLongSecretsInLongLines() {
        String secret = "0123456789abcdef".repeat(256);
        String line = "x".repeat(60_000);

        assertThat(SecretMask.of(secret).hide(line + secret + line)).isEqualTo(line + "***" + line);
    }
}
