package dev.hostler.engine.workspace;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/**
 * Finds out what a ref means among the refs that a server shows. Immutable.
 *
 * @param url the repository, for messages
 * @param ref what was asked for
 */
record RefLookup(RemoteUrl url, String ref) {
    private static final Pattern FULL_ID = Pattern.compile("[0-9a-fA-F]{40}");
    private static final Pattern SHORT_ID = Pattern.compile("[0-9a-fA-F]{4,39}");

    /** Returns how the names of the refs start that a server needs to show; none: all. */
    String[] prefixes() {
        if (SHORT_ID.matcher(ref).matches()) {
            return new String[0];
        }
        return new String[] {Constants.HEAD, ref, Constants.R_HEADS + ref, Constants.R_TAGS + ref};
    }

    /** Returns what the ref means; throws if it means nothing. */
    Target among(Map<String, Ref> shown) {
        if (ref.equals(Constants.HEAD)) {
            return head(shown);
        }
        if (FULL_ID.matcher(ref).matches()) {
            return new Target.Commit(ObjectId.fromString(ref.toLowerCase(Locale.ROOT)));
        }
        return List.of(ref, Constants.R_HEADS + ref, Constants.R_TAGS + ref).stream()
                .filter(name -> name.startsWith(Constants.R_REFS))
                .flatMap(name -> Optional.ofNullable(shown.get(name)).stream())
                .findFirst()
                .<Target>map(RefLookup::named)
                .or(() -> abbreviation(shown))
                .orElseThrow(() -> FetchFailures.noSuchRef(url, ref));
    }

    private Target head(Map<String, Ref> shown) {
        Ref head = shown.get(Constants.HEAD);
        if (head == null || head.getObjectId() == null) {
            throw FetchFailures.refused(
                    url, "its HEAD points to no commit", "push a commit there, or name a branch that has one");
        }
        Ref leaf = head.getLeaf();
        return leaf.getName().startsWith(Constants.R_HEADS) ? named(leaf) : new Target.Commit(leaf.getObjectId());
    }

    private static Target.Known named(Ref found) {
        String name = found.getName();
        if (name.startsWith(Constants.R_HEADS)) {
            return new Target.Branch(name.substring(Constants.R_HEADS.length()), found.getObjectId());
        }
        if (name.startsWith(Constants.R_TAGS)) {
            return new Target.Tag(name.substring(Constants.R_TAGS.length()), found.getObjectId());
        }
        return new Target.Commit(found.getObjectId());
    }

    private Optional<Target> abbreviation(Map<String, Ref> shown) {
        if (!SHORT_ID.matcher(ref).matches()) {
            return Optional.empty();
        }
        String digits = ref.toLowerCase(Locale.ROOT);
        Set<ObjectId> matches = new LinkedHashSet<>();
        for (Ref each : shown.values()) {
            ObjectId id = each.getPeeledObjectId() == null ? each.getObjectId() : each.getPeeledObjectId();
            if (id != null && id.name().startsWith(digits)) {
                matches.add(id);
            }
        }
        if (matches.size() > 1) {
            throw FetchFailures.ambiguous(url, ref, matches);
        }
        return Optional.of(
                matches.isEmpty()
                        ? new Target.Abbreviation(digits)
                        : new Target.Commit(matches.iterator().next()));
    }
}
