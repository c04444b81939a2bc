package dev.hostler.launcher.http.gryt;

import dev.hostler.launcher.http.server.Json;
import java.nio.charset.StandardCharsets;

/** Takes the blanks out of JSON, and changes nothing else: numbers and escapes stay as they are written. */
final class JsonText {
    private JsonText() {}

    /** Returns one JSON document without the blanks around its parts; any other text as it is. */
    static String compact(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8)).isPresent() ? withoutBlanks(text) : text;
    }

    private static String withoutBlanks(String json) {
        StringBuilder compact = new StringBuilder(json.length());
        boolean inText = false;
        boolean escaped = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inText || " \t\r\n".indexOf(c) < 0) {
                compact.append(c);
            }
            inText = c == '"' && !escaped ? !inText : inText;
            escaped = inText && c == '\\' && !escaped;
        }
        return compact.toString();
    }
}
