package dev.hostler.engine.testing;

import dev.hostler.api.spi.SecretResolver;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Text with secrets in it, in all forms, and the same text as it must look when they are hidden. Immutable. */
public final class SecretText {
    private static final String MASK = "***";

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final byte[] raw;
    private final byte[] masked;

    /**
     * Makes a text.
     *
     * @param secretCount how many secrets it has; their names are {@code SECRET_0} and so on
     * @param bytes how long it is at least; it ends with a line
     */
    public SecretText(int secretCount, int bytes) {
        Random random = new Random(11);
        List<String> forms = new ArrayList<>();
        for (int i = 0; i < secretCount; i++) {
            String secret = secret(random);
            secrets.put("SECRET_" + i, secret);
            forms.addAll(forms(secret));
        }
        StringBuilder text = new StringBuilder(bytes + 200);
        StringBuilder hidden = new StringBuilder(bytes + 200);
        while (text.length() < bytes) {
            String words = "line " + Long.toString(random.nextLong(), 36) + " of a build that says a lot ";
            boolean withSecret = random.nextInt(20) == 0;
            text.append(words)
                    .append(withSecret ? forms.get(random.nextInt(forms.size())) : "plain")
                    .append(" end\n");
            hidden.append(words).append(withSecret ? MASK : "plain").append(" end\n");
        }
        raw = text.toString().getBytes(StandardCharsets.US_ASCII);
        masked = hidden.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Of a length that base64 needs no padding for, with characters that URLs and JSON write in another way. */
    private static String secret(Random random) {
        StringBuilder secret = new StringBuilder("k/\"");
        int length = 9 + 3 * random.nextInt(10);
        while (secret.length() < length) {
            secret.append((char) ('a' + random.nextInt(26)));
        }
        return secret.toString();
    }

    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
        return List.of(
                secret,
                Base64.getEncoder().encodeToString(bytes),
                URLEncoder.encode(secret, StandardCharsets.US_ASCII),
                secret.replace("\"", "\\\""));
    }

    /** Returns the names of the secrets. */
    public List<String> names() {
        return List.copyOf(secrets.keySet());
    }

    /** Returns what knows the secrets. */
    public SecretResolver resolver() {
        return new SecretResolver() {
            @Override
            public String id() {
                return "secret-text";
            }

            @Override
            public Optional<String> resolve(String name) {
                return Optional.ofNullable(secrets.get(name));
            }
        };
    }

    /** Returns the text. */
    public byte[] raw() {
        return raw.clone();
    }

    /** Returns the text with the secrets hidden. */
    public byte[] masked() {
        return masked.clone();
    }
}
