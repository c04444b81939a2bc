package dev.hostler.engine.artifact;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a walk left out, one line for each reason however many files there are. Confined to one thread. */
final class LeftOut {
    private static final int SHOWN = 5;

    private enum Reason {
        LINK("links are never followed"),
        SPECIAL("these are neither files nor directories"),
        UNREADABLE("these could not be read"),
        TOO_DEEP("these are nested too deep");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private final ArtifactLimits limits;
    private final Map<Reason, List<String>> examples = new EnumMap<>(Reason.class);
    private final Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
    private final List<String> stopped = new ArrayList<>();

    LeftOut(ArtifactLimits limits) {
        this.limits = limits;
    }

    void special(String path, boolean link) {
        add(link ? Reason.LINK : Reason.SPECIAL, path);
    }

    void unreadable(String path) {
        add(Reason.UNREADABLE, path);
    }

    void tooDeep(String path) {
        add(Reason.TOO_DEEP, path);
    }

    void full(String path) {
        stopped.add("LIMIT REACHED, " + printable(path) + " and what follows is not kept: a job hands over at most "
                + limits.files() + " files and " + limits.bytes() + " bytes; narrow the patterns or raise the limit");
    }

    void tooManyEntries() {
        if (stopped.isEmpty()) {
            stopped.add("LIMIT REACHED, not all of the workspace was searched: at most " + limits.entries()
                    + " entries are looked at; narrow the patterns or raise the limit");
        }
    }

    /** Returns whether a limit ended the walk. */
    boolean isFull() {
        return stopped.stream().anyMatch(notice -> notice.contains("not kept"));
    }

    List<String> notices() {
        List<String> notices = new ArrayList<>(stopped);
        examples.forEach((reason, paths) -> {
            int count = counts.getOrDefault(reason, 0);
            String more = count > paths.size() ? " and " + (count - paths.size()) + " more" : "";
            notices.add("left out " + String.join(", ", paths) + more + ": " + reason.text);
        });
        return notices;
    }

    private void add(Reason reason, String path) {
        counts.merge(reason, 1, Integer::sum);
        List<String> paths = examples.computeIfAbsent(reason, any -> new ArrayList<>());
        if (paths.size() < SHOWN) {
            paths.add(printable(path));
        }
    }

    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }
}
