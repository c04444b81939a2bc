package dev.hostler.engine.runtime.compose;

import dev.hostler.api.workload.ComposeSpec;
import dev.hostler.api.workload.WorkloadKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has Compose say what a file comes to, and remembers the answer for the moment until the application is made, so that what
 * was judged is what is run. The answer depends on the wish alone, so it can be had again at any time. Thread-safe; {@code
 * this} guards the answers.
 */
final class Resolution {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int REMEMBERED = 32;

    /** Any name does, since nothing in the answer may depend on it. */
    private static final String PROJECT = "hostler-resolves-this";

    private final ComposeCall compose;
    private final Map<ComposeSpec, Map<String, Object>> answers = new LinkedHashMap<>();

    Resolution(ComposeCall compose) {
        this.compose = compose;
    }

    /** Returns what a wish comes to; the caller may write to it. */
    Map<String, Object> of(WorkloadKey workload, ComposeSpec spec) throws InterruptedException {
        Optional<Map<String, Object>> known = known(spec);
        Map<String, Object> answer = known.isPresent() ? known.get() : ask(workload, spec);
        if (known.isEmpty()) {
            remember(spec, answer);
        }
        return Tree.copy(answer, text -> text);
    }

    private Map<String, Object> ask(WorkloadKey workload, ComposeSpec spec) throws InterruptedException {
        ComposeFile file = ComposeFile.read(spec);
        ComposeCall.Answer answer =
                compose.call("resolve file", workload, PROJECT, file.text(), List.of("config"), LIMIT);
        if (!answer.ok()) {
            throw Refused.file("Compose says: " + answer.wordsWithout(spec.env().values()), "correct what it names");
        }
        Map<String, Object> tree = Tree.copy(ComposeText.read(answer.output()), text -> text.replace("$$", "$"));
        // Version 2 names the project, and with it the networks and volumes, by the name that it was given.
        tree.remove("name");
        tree.remove("version");
        Tree.maps(tree, "networks").values().forEach(Resolution::withoutGivenName);
        Tree.maps(tree, "volumes").values().forEach(Resolution::withoutGivenName);
        FileRules.require(tree);
        return tree;
    }

    private static void withoutGivenName(Map<String, Object> thing) {
        if (Tree.text(thing, "name")
                .filter(name -> name.startsWith(PROJECT + "_"))
                .isPresent()) {
            thing.remove("name");
        }
    }

    private synchronized Optional<Map<String, Object>> known(ComposeSpec spec) {
        return Optional.ofNullable(answers.get(spec));
    }

    private synchronized void remember(ComposeSpec spec, Map<String, Object> answer) {
        answers.put(spec, answer);
        if (answers.size() > REMEMBERED) {
            answers.remove(answers.keySet().iterator().next());
        }
    }
}
