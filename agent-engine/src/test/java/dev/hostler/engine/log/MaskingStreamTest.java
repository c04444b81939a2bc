package dev.hostler.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class MaskingStreamTest {
    /** Few letters, so that secrets overlap, contain and continue one another. */
    private static final Arbitrary<String> CLOSE_SECRETS =
            Arbitraries.strings().withChars('a', 'b').ofMinLength(4).ofMaxLength(9);

    private static final Arbitrary<String> REAL_SECRETS = Arbitraries.oneOf(
            Arbitraries.strings()
                    .ascii()
                    .ofMinLength(4)
                    .ofMaxLength(12)
                    .filter(text -> text.strip().length() >= 4),
            Arbitraries.of(
                    "p@ss/w+rd ü☃=", "line one\nline two\r\nx", "it's \"quoted\"\\<&>", "{\"key\":\"AAAA/BBBB\"}"));

    /** A text in parts, each plain or one form of a secret, and where it is cut into chunks. */
    record Sample(List<String> secrets, byte[] text, List<Integer> chunks) {
        List<byte[]> patterns() {
            return secrets.stream()
                    .flatMap(secret -> SecretVariants.of(secret).stream())
                    .toList();
        }
    }

    @Provide
    Arbitrary<Sample> closeSecrets() {
        return samples(
                CLOSE_SECRETS, Arbitraries.strings().withChars('a', 'b', 'c').ofMaxLength(6));
    }

    @Provide
    Arbitrary<Sample> realSecrets() {
        return samples(REAL_SECRETS, Arbitraries.strings().ascii().ofMaxLength(6));
    }

    private static Arbitrary<Sample> samples(Arbitrary<String> anySecret, Arbitrary<String> plain) {
        Arbitrary<List<Integer>> chunks =
                Arbitraries.integers().between(1, 12).list().ofMinSize(1).ofMaxSize(12);
        return anySecret.list().ofMinSize(1).ofMaxSize(4).flatMap(secrets -> {
            List<byte[]> forms = secrets.stream()
                    .flatMap(secret -> SecretVariants.of(secret).stream())
                    .toList();
            Arbitrary<byte[]> parts = Arbitraries.frequencyOf(
                    Tuple.of(2, plain.map(text -> text.getBytes(StandardCharsets.UTF_8))),
                    Tuple.of(2, Arbitraries.of(forms)),
                    Tuple.of(1, Arbitraries.of(forms).map(MaskingStreamTest::beginning)));
            return Combinators.combine(parts.list().ofMaxSize(10), chunks)
                    .as((all, cuts) -> new Sample(secrets, joined(all), cuts));
        });
    }

    private static byte[] beginning(byte[] form) {
        return Arrays.copyOf(form, form.length - 1);
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        parts.forEach(text::writeBytes);
        return text.toByteArray();
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void masksSecretsThatOverlapAsTheReferenceDoes(@ForAll("closeSecrets") Sample sample) {
        assertMasksLikeReference(sample);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void masksEveryFormOfASecretAsTheReferenceDoes(@ForAll("realSecrets") Sample sample) {
        assertMasksLikeReference(sample);
    }

    private static void assertMasksLikeReference(Sample sample) {
        byte[] expected = SlowMasker.mask(sample.text(), sample.patterns());
        assertThat(text(masked(sample, 5))).isEqualTo(text(expected));
        assertThat(text(masked(sample, 32 * 1024))).isEqualTo(text(expected));
    }

    private static byte[] masked(Sample sample, int slice) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PatternAutomaton automaton = PatternAutomaton.of(sample.patterns());
        MaskingStream stream = new MaskingStream(automaton, slice, output::write);
        int done = 0;
        for (int i = 0; done < sample.text().length; i++) {
            int size = sample.chunks().get(i % sample.chunks().size());
            size = Math.min(size, sample.text().length - done);
            stream.write(sample.text(), done, size);
            done += size;
            assertThat(stream.held()).isLessThan(automaton.longest());
        }
        stream.flush();
        return output.toByteArray();
    }

    /** One byte per character, so that a difference in any byte shows. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Example
    void passesOnAtOnceWhatCanBeNoSecret() {
        List<String> seen = new ArrayList<>();
        MaskingStream stream = stream(seen, "secret");
        write(stream, "building");
        write(stream, " the sec");
        write(stream, "tion");
        write(stream, " secret");
        write(stream, "ary");
        assertThat(seen).containsExactly("building", " the ", "section", " ***", "ary");
    }

    @Example
    void holdsBackOnlyWhileALongerSecretMayCome() {
        List<String> seen = new ArrayList<>();
        MaskingStream stream = stream(seen, "abcd", "abcdefgh");
        write(stream, "abcdef");
        assertThat(seen).isEmpty();
        write(stream, "x");
        assertThat(seen).containsExactly("***efx");
    }

    @Example
    void writesOneMaskForSecretsThatTouchAcrossChunks() {
        List<String> seen = new ArrayList<>();
        MaskingStream stream = stream(seen, "abcd", "wxyz");
        write(stream, "abcd");
        write(stream, "wxyz");
        write(stream, "abcd.");
        write(stream, "abcd");
        assertThat(String.join("", seen)).isEqualTo("***.***");
    }

    @Example
    void takesASecretDividedByAFlushForNone() {
        List<String> seen = new ArrayList<>();
        MaskingStream stream = stream(seen, "abcd");
        write(stream, "ab");
        stream.flush();
        write(stream, "cd");
        assertThat(seen).containsExactly("ab", "cd");
    }

    private static MaskingStream stream(List<String> seen, String... secrets) {
        List<byte[]> patterns = Arrays.stream(secrets)
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .toList();
        return new MaskingStream(PatternAutomaton.of(patterns), 16, (bytes, offset, length) -> {
            if (length > 0) {
                seen.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
        });
    }

    private static void write(MaskingStream stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        stream.write(bytes, 0, bytes.length);
    }
}
