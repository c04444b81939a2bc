package dev.hostler.engine.state.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.error.ErrorCode;
import java.util.Arrays;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.Assertions;

/** Whatever is sealed opens as it was, in its place and with its key only, and not with any bit of it changed. */
class SealPropertyTest {
    private static final String FORM = "sealed:1:";
    private static final SealPlace PLACE = new SealPlace("job-spec", "embedder", "a");

    private final Seal seal = new Seal(StateKey.random("here"));

    @Provide
    Arbitrary<SealPlace> places() {
        Arbitrary<String> parts = Arbitraries.strings().withChars("ab:1/\0").ofMaxLength(4);
        return Combinators.combine(parts, parts, parts).as(SealPlace::new);
    }

    /** Text without lone surrogates, which UTF-8 can't hold, and JSON as the codec writes it never has. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().excludeChars(loneSurrogates()).ofMaxLength(300);
    }

    private static char[] loneSurrogates() {
        char[] all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return all;
    }

    @Property
    void opensWhatItSealed(@ForAll("places") SealPlace place, @ForAll("texts") String text) {
        String sealed = seal.seal(place, text);
        assertThat(sealed).matches("sealed:1:[A-Za-z0-9+/]+=*");
        assertThat(seal.open(place, sealed)).isEqualTo(text);
    }

    @Property
    void sealsNothingTwiceTheSame(@ForAll("texts") String text) {
        assertThat(seal.seal(PLACE, text)).isNotEqualTo(seal.seal(PLACE, text));
    }

    @Property
    void opensNowhereElse(@ForAll("places") SealPlace place, @ForAll("places") SealPlace other) {
        String sealed = seal.seal(place, "text");
        if (other.equals(place)) {
            assertThat(seal.open(other, sealed)).isEqualTo("text");
        } else {
            assertClosed(other, sealed);
        }
    }

    @Property
    void opensWithNoBitChanged(@ForAll("texts") String text, @ForAll @IntRange(min = 0) int where) {
        byte[] bytes = bytes(seal.seal(PLACE, text));
        int bit = where % (bytes.length * Byte.SIZE);
        bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        assertClosed(PLACE, text(bytes));
    }

    @Property
    void opensWithNoByteMissing(@ForAll("texts") String text, @ForAll @IntRange(min = 0) int where) {
        byte[] bytes = bytes(seal.seal(PLACE, text));
        assertClosed(PLACE, text(Arrays.copyOf(bytes, where % bytes.length)));
    }

    @Property
    void opensNoOtherText(@ForAll String text) {
        assertClosed(PLACE, text);
        assertClosed(PLACE, FORM + text);
    }

    private void assertClosed(SealPlace place, String sealed) {
        AgentException refusal = Assertions.catchThrowableOfType(AgentException.class, () -> seal.open(place, sealed));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.STATE_UNAVAILABLE);
    }

    private static byte[] bytes(String sealed) {
        return Base64.getDecoder().decode(sealed.substring(FORM.length()));
    }

    private static String text(byte[] bytes) {
        return FORM + Base64.getEncoder().encodeToString(bytes);
    }
}
