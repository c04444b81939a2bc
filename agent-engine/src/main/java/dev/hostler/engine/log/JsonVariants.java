package dev.hostler.engine.log;

import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A text inside a JSON string (RFC 8259). What must be escaped is, and encoders escape more as they like. */
final class JsonVariants {
    private static final String SHORT = "\b\f\n\r\t\"\\";
    private static final String SHORT_NAMES = "bfnrt\"\\";

    /** What Go and Gson escape, lest a browser take it for a tag. */
    private static final String HTML = "<>&'=";

    private static final String GO_HTML = "<>&";
    private static final int ASCII_END = 0x7f;

    private JsonVariants() {}

    static Set<String> of(String text) {
        Set<String> variants = new LinkedHashSet<>();
        for (HexFormat hex : List.of(HexFormat.of(), HexFormat.of().withUpperCase())) {
            for (String more : List.of("", GO_HTML, HTML)) {
                for (boolean ascii : new boolean[] {false, true}) {
                    String json = escaped(text, more, ascii, hex);
                    variants.add(json);
                    variants.add(json.replace("/", "\\/"));
                }
            }
        }
        return variants;
    }

    private static String escaped(String text, String more, boolean ascii, HexFormat hex) {
        StringBuilder json = new StringBuilder();
        for (char each : text.toCharArray()) {
            int common = SHORT.indexOf(each);
            if (common >= 0) {
                json.append('\\').append(SHORT_NAMES.charAt(common));
            } else if (each < ' ' || more.indexOf(each) >= 0 || ascii && each >= ASCII_END) {
                json.append("\\u").append(hex.toHexDigits(each));
            } else {
                json.append(each);
            }
        }
        return json.toString();
    }
}
