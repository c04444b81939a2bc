package dev.hostler.launcher.http.gryt;

import java.util.List;
import java.util.Map;

/**
 * What is wrong with one field of a request. Immutable.
 *
 * @param place where the field is: in the body or in a header, then its name
 * @param type the kind of trouble, for programs
 * @param message the trouble, for people
 */
record GrytDetail(List<String> place, String type, String message) {
    GrytDetail {
        place = List.copyOf(place);
    }

    static GrytDetail inBody(String field, String type, String message) {
        return new GrytDetail(List.of("body", field), type, message);
    }

    Map<String, Object> json() {
        return Map.of("loc", place, "type", type, "msg", message);
    }
}
