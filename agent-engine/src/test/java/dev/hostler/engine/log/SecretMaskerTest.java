package dev.hostler.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hostler.api.error.AgentException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskerTest {
    private static final String CANARY = "c4n4ry-t0ken";

    @Test
    void hidesAPlainSecret() {
        assertThat(masker(CANARY).mask("a " + CANARY + " b " + CANARY)).isEqualTo("a *** b ***");
    }

    @ParameterizedTest
    @ValueSource(strings = {CANARY, "p@ss w/rd+ü☃", "0000", "it's\nin\ttwo \"lines\"\\"})
    void hidesASecretInBase64WhateverIsAroundIt(String secret) {
        for (String before : List.of("", "u", "us", "user", "user:")) {
            for (String after : List.of("", "x", "xy", "xyz")) {
                byte[] bytes = (before + secret + after).getBytes(StandardCharsets.UTF_8);
                assertNearlyGone(secret, Base64.getEncoder().encodeToString(bytes), before, after);
                assertNearlyGone(secret, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), before, after);
            }
        }
    }

    /** Of the encoded text only what carries bits of its neighbours may stay: one character at each end of the secret. */
    private static void assertNearlyGone(String secret, String encoded, String before, String after) {
        String masked = masker(secret).mask(encoded);
        int around = (before.length() + after.length()) * 4 / 3 + 2 + 4;
        assertThat(masked).contains("***").hasSizeLessThanOrEqualTo("***".length() + around);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p@ss w/rd+ü☃~*", "a&b=c&d", "100%!'()"})
    void hidesASecretInAUrl(String secret) {
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        for (String url : List.of(form, form.replace("+", "%20"), lowerHex(form), lowerHex(form.replace("+", "%20")))) {
            assertThat(masker(secret).mask("https://example.org/?t=" + url + "&x=1"))
                    .isEqualTo("https://example.org/?t=***&x=1");
        }
    }

    private static String lowerHex(String url) {
        StringBuilder lower = new StringBuilder(url);
        for (int i = url.indexOf('%'); i >= 0; i = url.indexOf('%', i + 1)) {
            lower.replace(i, i + 3, url.substring(i, i + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"say \"hi\"\\\t\u0001", "a/b/c", "ünï☃😀", "<tag>&'x'"})
    void hidesASecretInJson(String secret) throws JsonProcessingException {
        JsonMapper plain = new JsonMapper();
        JsonMapper ascii =
                JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        for (JsonMapper mapper : List.of(plain, ascii)) {
            String json = mapper.writeValueAsString(Map.of("token", secret));
            for (String text : List.of(json, json.replace("/", "\\/"))) {
                assertThat(masker(secret).mask(text)).isEqualTo("{\"token\":\"***\"}");
            }
        }
        String go = plain.writeValueAsString(secret)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
        assertThat(masker(secret).mask(go)).isEqualTo("\"***\"");
    }

    @Test
    void hidesEachLineOfASecret() {
        SecretMasker masker = masker("-----BEGIN KEY-----\r\n  AAAA1111\r\nBBBB2222\r\n\r\nok\r\n");
        assertThat(masker.mask("x AAAA1111 y BBBB2222 ok")).isEqualTo("x *** y *** ok");
        assertThat(masker.mask("-----BEGIN KEY-----\n  AAAA1111\nBBBB2222\n\nok\nrest"))
                .isEqualTo("***rest");
    }

    @Test
    void hidesASecretThatEndsInANewlineWhereItIsPrintedWithout() {
        assertThat(masker(CANARY + "\n").mask("token=" + CANARY + ";")).isEqualTo("token=***;");
    }

    @Test
    void hidesASecretInAShellsTrace() {
        assertThat(masker("it's me").mask("+ echo 'it'\\''s me'")).isEqualTo("+ echo '***'");
        assertThat(masker("it's me").mask("+ echo 'it'\"'\"'s me'")).isEqualTo("+ echo '***'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "abc", " ab ", "abc\n", "    "})
    void refusesASecretTooShortToHide(String secret) {
        assertThatThrownBy(() -> SecretMasker.of(Map.of("PIN", secret)))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("Cannot grant secret 'PIN': it has fewer than 4 characters")
                .hasMessageNotContaining("'" + secret + "'");
    }

    @Test
    void hasNothingToHideInAnEmptyValue() {
        assertThatCode(() -> SecretMasker.requireMaskable("NONE", "")).doesNotThrowAnyException();
        assertThat(masker("").mask("all is plain")).isEqualTo("all is plain");
        assertThat(SecretMasker.NONE.mask("all is plain")).isEqualTo("all is plain");
    }

    @Test
    void tellsNothingOfItself() {
        assertThat(masker(CANARY).toString()).doesNotContain(CANARY);
    }

    @Test
    void staysSmallForALargeKey() {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            key.append(Base64.getEncoder()
                            .encodeToString(("line " + i).repeat(8).getBytes(StandardCharsets.UTF_8)))
                    .append('\n');
        }
        assertThat(masker(key.toString())
                        .mask("x " + key.toString().lines().toList().get(7) + " y"))
                .isEqualTo("x *** y");
    }

    private static SecretMasker masker(String secret) {
        return SecretMasker.of(Map.of("TOKEN", secret));
    }
}
