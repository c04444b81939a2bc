package dev.hostler.engine.runtime.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hostler.api.workload.ComposeSpec;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads the text of Compose files as a tree of maps, lists and values, and writes such trees. Thread-safe. */
final class ComposeText {
    private static final int DEEPEST = 40;
    private static final int ALIASES = 200;

    /** What Compose makes of a file is longer than the file. */
    private static final int LONGEST = 8 * ComposeSpec.LONGEST_FILE;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ComposeText() {}

    /**
     * Reads a text that is one map. Aliases stay references, so the text can't grow by being read; {@link Tree} bounds what
     * becomes of it.
     */
    static Map<?, ?> read(String text) {
        Object root;
        try {
            root = yaml().load(text);
        } catch (YAMLException | IllegalArgumentException e) {
            throw Refused.file(
                    "it is no YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
                    "give the text of a Compose file");
        }
        if (root instanceof Map<?, ?> map) {
            return map;
        }
        throw Refused.file("it is no map", "give the text of a Compose file, with services");
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(ALIASES);
        options.setCodePointLimit(LONGEST);
        options.setAllowDuplicateKeys(false);
        DumperOptions dumping = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options, new PlainResolver());
    }

    /** Writes a tree as JSON, which every reader of YAML takes for the same values. */
    static String write(Map<String, Object> tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and values have a JSON form", e);
        }
    }

    /** The values of YAML 1.2: {@code 22:22} is no number to the base of 60, and {@code on} is a word. */
    private static final class PlainResolver extends Resolver {
        private static final Pattern YES_OR_NO = Pattern.compile("true|True|TRUE|false|False|FALSE");
        private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]{0,18})");
        private static final Pattern FRACTION = Pattern.compile("[-+]?(0|[1-9][0-9]*)\\.[0-9]+");

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, YES_OR_NO, "tTfF");
            addImplicitResolver(Tag.INT, WHOLE, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, FRACTION, "-+0123456789");
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }
}
