package dev.hostler.engine.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.BlobBasedConfig;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The submodules of one checked-out commit. Each gets a repository of its own in its directory, so that no path leads
 * from one to the other and the workspace can be moved or mounted anywhere. Confined to one thread.
 */
final class Submodules {
    /** Git has no limit, but a chain this long is a trap rather than a project. */
    private static final int DEEPEST = 10;

    private static final String SECTION = "submodule";

    private final Repository repository;
    private final FetchOrder parent;
    private final Consumer<String> notices;

    Submodules(Repository repository, FetchOrder parent, Consumer<String> notices) {
        this.repository = repository;
        this.parent = parent;
        this.notices = notices;
    }

    /** Hands the order for each submodule to an action. */
    void forEach(RevCommit commit, Consumer<FetchOrder> action) throws IOException {
        Map<String, String> commits = links(commit);
        if (commits.isEmpty()) {
            return;
        }
        if (parent.level() >= DEEPEST) {
            throw FetchFailures.refused(
                    parent.url(), "submodules are nested deeper than " + DEEPEST, "check it out without submodules");
        }
        Config modules = modules(commit);
        for (Map.Entry<String, String> link : commits.entrySet()) {
            String name = nameOf(modules, link.getKey());
            String url = modules.getString(SECTION, name, "url");
            if (url == null || "none".equals(modules.getString(SECTION, name, "update"))) {
                notices.accept("submodule '" + link.getKey() + "' is left empty: .gitmodules "
                        + (url == null ? "has no url for it" : "says 'update = none'"));
                continue;
            }
            RemoteUrl remote = parent.url().submodule(url);
            register(name, remote);
            action.accept(parent.submodule(remote, link.getValue(), directory(link.getKey())));
        }
    }

    /** Returns the commit by path. */
    private Map<String, String> links(RevCommit commit) throws IOException {
        Map<String, String> links = new LinkedHashMap<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                if (walk.getFileMode(0) == FileMode.GITLINK) {
                    links.put(walk.getPathString(), walk.getObjectId(0).name());
                }
            }
        }
        return links;
    }

    /** From the commit, not from the work tree, where the name may be a link to anywhere. */
    private Config modules(RevCommit commit) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(repository, Constants.DOT_GIT_MODULES, commit.getTree())) {
            if (walk == null || (walk.getRawMode(0) & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
                return new Config();
            }
            return new BlobBasedConfig(null, repository, walk.getObjectId(0));
        } catch (ConfigInvalidException e) {
            throw FetchFailures.refused(parent.url(), "its .gitmodules can't be read", "repair the file", e);
        }
    }

    private static String nameOf(Config modules, String path) {
        return modules.getSubsections(SECTION).stream()
                .filter(name -> path.equals(modules.getString(SECTION, name, "path")))
                .findFirst()
                .orElse(path);
    }

    /** What {@code git submodule init} would write, so that git in the workspace knows the submodule. */
    private void register(String name, RemoteUrl remote) throws IOException {
        StoredConfig config = repository.getConfig();
        config.setBoolean(SECTION, name, "active", true);
        config.setString(SECTION, name, "url", remote.text());
        config.save();
    }

    private Path directory(String path) throws IOException {
        Path directory = parent.directory().resolve(path);
        Files.createDirectories(directory);
        Path root = parent.directory().toRealPath();
        if (!directory.toRealPath().equals(root.resolve(path))) {
            throw FetchFailures.refused(
                    parent.url(), "its submodule '" + path + "' leads out of the workspace", "repair the commit");
        }
        return directory;
    }
}
