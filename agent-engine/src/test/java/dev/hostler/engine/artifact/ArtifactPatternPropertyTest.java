package dev.hostler.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ArtifactPatternPropertyTest {
    @Property(tries = 5000)
    void agreesWithAMatcherThatTriesEverything(@ForAll("patterns") String pattern, @ForAll("paths") String path) {
        assumeThat(pattern.isBlank() || pattern.startsWith("/")).isFalse();

        assertThat(ArtifactPatternTest.matches(pattern, path))
                .as("%s on %s", pattern, path)
                .isEqualTo(reference(pattern, path));
    }

    /** Tries every choice of braces, every directory above the path, and every length for every star. */
    private static boolean reference(String pattern, String path) {
        int open = pattern.lastIndexOf('{');
        if (open >= 0) {
            int close = pattern.indexOf('}', open);
            return Arrays.stream(pattern.substring(open + 1, close).split(",", -1))
                    .anyMatch(choice ->
                            reference(pattern.substring(0, open) + choice + pattern.substring(close + 1), path));
        }
        List<String> wanted = new ArrayList<>(Arrays.asList(pattern.split("/")));
        wanted.removeIf(segment -> segment.isEmpty() || segment.equals("."));
        List<String> names = Arrays.asList(path.split("/"));
        for (int depth = 0; depth <= names.size(); depth++) {
            if (directories(wanted, names.subList(0, depth))) {
                return true;
            }
        }
        return false;
    }

    private static boolean directories(List<String> wanted, List<String> names) {
        if (wanted.isEmpty()) {
            return names.isEmpty();
        }
        List<String> rest = wanted.subList(1, wanted.size());
        if (wanted.get(0).equals("**")) {
            return directories(rest, names)
                    || (!names.isEmpty() && directories(wanted, names.subList(1, names.size())));
        }
        return !names.isEmpty()
                && name(wanted.get(0), names.get(0))
                && directories(rest, names.subList(1, names.size()));
    }

    private static boolean name(String wanted, String name) {
        if (wanted.isEmpty()) {
            return name.isEmpty();
        }
        String rest = wanted.substring(1);
        if (wanted.charAt(0) == '*') {
            return name(rest, name) || (!name.isEmpty() && name(wanted, name.substring(1)));
        }
        return !name.isEmpty()
                && (wanted.charAt(0) == '?' || wanted.charAt(0) == name.charAt(0))
                && name(rest, name.substring(1));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "a",
                        "b",
                        "/",
                        "/",
                        "*",
                        "**",
                        "/**/",
                        "**/",
                        "?",
                        "/./",
                        "{a,b}",
                        "{a,}",
                        "{*,b/a}",
                        "{a,{b,?}}",
                        "{**/a,b}")
                .list()
                .ofMinSize(1)
                .ofMaxSize(7)
                .map(parts -> String.join("", parts))
                .filter(pattern -> pattern.chars().filter(c -> c == '{').count() <= 4);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.strings()
                .withChars("ab.")
                .ofMinLength(1)
                .ofMaxLength(3)
                .filter(name -> !name.equals(".") && !name.equals(".."))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(names -> String.join("/", names));
    }
}
