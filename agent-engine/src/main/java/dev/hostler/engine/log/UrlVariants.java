package dev.hostler.engine.log;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A text in a URL or a form. The common encoders differ in what they leave as it is. */
final class UrlVariants {
    private static final List<String> LEFT_AS_IS = List.of(
            "-._~", // RFC 3986, curl
            "-._*", // HTML forms, Java
            "-._~/", // Python
            "-._~!*'()", // JavaScript, encodeURIComponent
            "-._~!*'();,/?:@&=+$#" // JavaScript, encodeURI
            );

    private UrlVariants() {}

    static Set<String> of(String text) {
        Set<String> variants = new LinkedHashSet<>();
        for (String asIs : LEFT_AS_IS) {
            for (HexFormat hex : List.of(HexFormat.of(), HexFormat.of().withUpperCase())) {
                variants.add(encoded(text, asIs, "%20", hex));
                variants.add(encoded(text, asIs, "+", hex));
            }
        }
        return variants;
    }

    private static String encoded(String text, String asIs, String space, HexFormat hex) {
        StringBuilder url = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            if (each == ' ') {
                url.append(space);
            } else if (isLetterOrDigit(each) || asIs.indexOf(each) >= 0) {
                url.append((char) each);
            } else {
                url.append('%').append(hex.toHexDigits(each));
            }
        }
        return url.toString();
    }

    private static boolean isLetterOrDigit(byte each) {
        return each >= 'a' && each <= 'z' || each >= 'A' && each <= 'Z' || each >= '0' && each <= '9';
    }
}
