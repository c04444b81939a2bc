package dev.hostler.launcher.http.gryt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of another implementation, Python's cryptography, good and bad, in the way the specification lists its own. */
class FernetTest {
    private static final String KEY = "KCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4_QEFCQ0RFRkc=";
    private static final String TEXT = "the quick brown fox – ünïcode";
    private static final Instant MADE = Instant.ofEpochSecond(1767225600);
    private static final String TOKEN =
            "gAAAAABpVbkAEBESExQVFhcYGRobHB0eH8CH-cYDPxFMSa_01vp98lWUpSedHPqNHk-sMNiI7B9-ccBy7EQKX01ESIbWiuekGSpvcuohmk41Jq1q"
                    + "O7KCh22mWGs4rpNjU57c43-i5_TR";

    private final Fernet fernet = Fernet.withKey(KEY).orElseThrow();

    private static byte[] bytes(int from, int to) {
        byte[] bytes = new byte[to - from];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    @Test
    void makesTheTokenThatTheSpecificationMakes() {
        Fernet theirs =
                Fernet.withKey("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=").orElseThrow();

        assertThat(theirs.encrypt(
                        "hello".getBytes(StandardCharsets.UTF_8),
                        OffsetDateTime.parse("1985-10-26T01:20:00-07:00").toInstant(),
                        bytes(0, 16)))
                .isEqualTo(
                        "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU"
                                + "4IwqDA==");
    }

    @Test
    void makesTheSameTokenAsPython() {
        assertThat(fernet.encrypt(TEXT.getBytes(StandardCharsets.UTF_8), MADE, bytes(16, 32)))
                .isEqualTo(TOKEN);
    }

    @Test
    void readsATokenOfPython() {
        assertThat(fernet.decrypt(TOKEN)).contains(TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(fernet.decrypt(TOKEN, Duration.ofSeconds(60), MADE.plusSeconds(60)))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"61,false", "60,true", "0,true", "-60,true", "-61,false"})
    void mindsWhenATokenWasMade(long secondsLater, boolean timely) {
        assertThat(fernet.decrypt(TOKEN, Duration.ofSeconds(60), MADE.plusSeconds(secondsLater))
                        .isPresent())
                .isEqualTo(timely);
    }

    @Test
    void makesADifferentTokenEachTime() {
        byte[] text = {1, 2, 3};

        String token = fernet.encrypt(text, MADE);

        assertThat(fernet.encrypt(text, MADE)).isNotEqualTo(token);
        assertThat(fernet.decrypt(token)).contains(text);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "wrong signature,"
                + "gAAAAABpVbkAEBESExQVFhcYGRobHB0eH8CH-cYDPxFMSa_01vp98lWUpSedHPqNHk-sMNiI7B9-ccBy7EQKX01ESIbWiuekGQAAAAAAAAAAAAAA"
                + "AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "too short,gAAAAABpVbkAEBESExQVFhcYGRobHB0eH8CH-cYDPxFMSa_01vp98g==",
        "no base64,"
                + "%%%%AABpVbkAEBESExQVFhcYGRobHB0eH8CH-cYDPxFMSa_01vp98lWUpSedHPqNHk-sMNiI7B9-ccBy7EQKX01ESIbWiuekGSpvcuohmk41Jq1q"
                + "O7KCh22mWGs4rpNjU57c43-i5_TR",
        "no whole block,"
                + "gAAAAABpVbkAEBESExQVFhcYGRobHB0eH8CH-cYDPxFMSa_01vp98lWUpSedHPqNHk-sMNiI7B9-ccBy7EQKX01ESIbWioOVlfbPyH6aY2Y01fVI"
                + "BWcTfdV946Vd3TC3ysWZzH0q",
        "wrong padding,"
                + "gAAAAABpVbkAEBESExQVFhcYGRobHB0eH9r1qWwCqp2YvJv83hZFtPkvTZ8OKB9D8OMS9lGjP2oWtWAvTzevbObWbmYoOcNDQCAkNBoMuQHeFyqx"
                + "t0UKjjc=",
        "unknown version,"
                + "gQAAAABpVbkAEBESExQVFhcYGRobHB0eH8CH-cYDPxFMSa_01vp98lWUpSedHPqNHk-sMNiI7B9-ccBy7EQKX01ESIbWiuekGTv0ENkyqlp-JnQK"
                + "DU4hQm3Am7dNoSFQczwlb73TYlij",
        "wrong vector,gAAAAABpVbkAAAAAAAAAAAAAAAAAAAAAABsTzuMsQK48Dl_dvobTPfXIUYr2bfguEhD4MRyYJE2itYfhzM5Z4Xw1glpR7Cckag==",
        "no block at all,gAAAAABpVbkAEBESExQVFhcYGRobHB0eH1aXdj_qXG3-q0dcSoERlKffKTHNukQnXm_Sy7facdND",
    })
    void refuses(String what, String token) {
        assertThat(fernet.decrypt(token)).as(what).isEmpty();
    }

    @Test
    void refusesATokenOfAnotherKeyAndEveryCutOne() {
        Fernet other =
                Fernet.withKey("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=").orElseThrow();

        assertThat(other.decrypt(TOKEN)).isEmpty();
        for (int length = 0; length < TOKEN.length(); length++) {
            assertThat(fernet.decrypt(TOKEN.substring(0, length))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "KCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4_QEFCQ0RFRg==",
                "????????????????????????????????????????????"
            })
    void refusesAKeyThatIsNone(String key) {
        assertThat(Fernet.withKey(key)).isEmpty();
    }
}
