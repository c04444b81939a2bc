package dev.hostler.engine.log;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The forms in which a secret turns up in output: as it is, in other line ends, quoted by a shell's trace, in base64, in
 * a URL, in JSON; and each of its lines likewise.
 *
 * <p>Not covered: base64 that is broken into lines inside the secret, and one encoding within another.
 */
final class SecretVariants {
    /** Shorter text is found everywhere; masking it would hide the log, and show where the secret is not. */
    static final int SHORTEST = 4;

    private SecretVariants() {}

    static List<byte[]> of(String secret) {
        Set<String> variants = new LinkedHashSet<>();
        for (String form : forms(secret)) {
            variants.add(form);
            variants.addAll(Base64Variants.of(form));
            variants.addAll(UrlVariants.of(form));
            variants.addAll(JsonVariants.of(form));
        }
        return variants.stream()
                .filter(variant -> variant.length() >= SHORTEST)
                .map(variant -> variant.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static Set<String> forms(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        String unix = secret.replace("\r\n", "\n");
        forms.add(secret);
        forms.add(unix);
        forms.add(unix.replace("\n", "\r\n"));
        forms.add(secret.strip());
        secret.lines().map(String::strip).forEach(forms::add);
        for (String form : List.copyOf(forms)) {
            forms.add(form.replace("'", "'\\''"));
            forms.add(form.replace("'", "'\"'\"'"));
        }
        forms.removeIf(form -> form.strip().length() < SHORTEST);
        return forms;
    }
}
