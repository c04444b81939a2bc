package dev.hostler.engine.pipeline;

import dev.hostler.api.error.AgentException;
import java.io.StringReader;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Turns the text of a file into a tree of values that know their lines. Immutable.
 *
 * <p>Only the tree of nodes is built, never an object, and aliases stay references: a file can't grow when it is read.
 */
final class YamlDocument {
    /** A pipeline has five levels; the rest is room for a better message. */
    private static final int DEEPEST = 20;

    private static final int ALIASES = 50;
    private static final String OBJECT_TAG = "Global tag is not allowed: ";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Place file;
    private final String text;

    private YamlDocument(Place file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Reads a file that is one map. */
    static YamlMap read(String fileName, String text) {
        Place file = Place.wholeFile(fileName);
        if (text.length() > PipelineFinder.LARGEST) {
            throw PipelineFinder.tooLarge(file);
        }
        boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        return new YamlDocument(file, marked ? text.substring(1) : text).root().map();
    }

    private YamlValue root() {
        requirePrintable();
        Node node = compose();
        if (node == null) {
            throw file.refused("it is empty", "write the steps into it");
        }
        return new YamlValue(file.atLine(YamlValue.lineOf(node)), node);
    }

    private @Nullable Node compose() {
        try {
            return new Yaml(options()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw broken(e);
        } catch (YAMLException e) {
            throw file.refused(limit(String.valueOf(e.getMessage())));
        }
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(ALIASES);
        options.setCodePointLimit(PipelineFinder.LARGEST);
        return options;
    }

    private AgentException broken(MarkedYAMLException e) {
        int line = Optional.ofNullable(e.getProblemMark()).map(Mark::getLine).orElse(0);
        Place place = file.atLine(line + 1);
        if (indentedByTab(line)) {
            return place.refused("a tab is used for indentation", "use spaces");
        }
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("another document")) {
            return place.refused("a second document starts here", "keep one document in the file");
        }
        if (problem.startsWith(OBJECT_TAG)) {
            return place.refused(
                    "the tag " + Place.quoted(problem.substring(OBJECT_TAG.length())) + " is not supported");
        }
        return place.refused("it is not valid YAML: " + problem.replaceAll("\\s+", " "));
    }

    private boolean indentedByTab(int line) {
        return text.lines()
                .skip(line)
                .findFirst()
                .filter(content -> content.substring(
                                0, content.length() - content.stripLeading().length())
                        .contains("\t"))
                .isPresent();
    }

    private static String limit(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("nesting depth")) {
            return "it is nested more than " + DEEPEST + " levels deep";
        }
        if (lower.contains("aliases")) {
            return "it has more than " + ALIASES + " aliases of lists and maps";
        }
        return "it is not valid YAML: " + message.lines().findFirst().orElse("");
    }

    private void requirePrintable() {
        int line = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                throw file.atLine(line)
                        .refused(String.format(Locale.ROOT, "the character U+%04X can't be in a YAML file", c));
            }
            line += c == '\n' ? 1 : 0;
        }
    }
}
