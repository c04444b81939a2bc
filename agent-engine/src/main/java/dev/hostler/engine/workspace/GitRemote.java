package dev.hostler.engine.workspace;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.jspecify.annotations.Nullable;

/** Fetches one commit of a remote repository, and no more than the server makes us take. Confined to one thread. */
final class GitRemote {
    private static final List<RefSpec> EVERYTHING =
            List.of(new RefSpec("+refs/heads/*:refs/remotes/origin/*"), new RefSpec("+refs/tags/*:refs/tags/*"));

    private final RemoteUrl url;
    private final TokenCredentials credentials;
    private final boolean withToken;
    private final GuardedHttp http;
    private final SshAccess ssh;
    private final Duration idleLimit;
    private final ProgressMonitor monitor;

    GitRemote(RemoteUrl url, Optional<String> token, SshAccess ssh, Duration idleLimit, ProgressMonitor monitor) {
        this.url = url;
        this.credentials = new TokenCredentials(url, token);
        this.withToken = token.isPresent() || url.user().isPresent();
        this.http = new GuardedHttp(url);
        this.ssh = ssh;
        this.idleLimit = idleLimit;
        this.monitor = monitor;
    }

    /** Fetches what a ref means into an empty repository. */
    Target.Known fetch(Repository into, String ref) throws IOException {
        try (LocalRepository host = url.kind() == RemoteUrl.Kind.LOCAL ? LocalRepository.open(url) : null) {
            Target target = fetchShallow(into, new RefLookup(url, ref), host);
            return target instanceof Target.Known known ? known : fetchAll(into, ref, target);
        } catch (TransportException e) {
            if (monitor.isCancelled()) {
                throw FetchFailures.cancelled(url.text());
            }
            throw diagnosis().explain(e);
        }
    }

    private TransportDiagnosis diagnosis() {
        return new TransportDiagnosis(url, http.status(), ssh.hostKeyRefused(), withToken);
    }

    /** Returns what was fetched, or the target that can only be had, or found, by fetching all. */
    private Target fetchShallow(Repository into, RefLookup lookup, @Nullable LocalRepository host) throws IOException {
        try (Transport transport = host == null ? open(into) : host.transport(into)) {
            transport.setDepth(1);
            try (FetchConnection connection = transport.openFetch(List.of(), lookup.prefixes())) {
                Target shown = lookup.among(connection.getRefsMap());
                Target target = host == null ? shown : host.lookInto(shown, lookup);
                boolean fetched = target instanceof Target.Known known && fetched(connection, known);
                return fetched || !(target instanceof Target.Known missed)
                        ? target
                        : new Target.Abbreviation(missed.id().name());
            }
        }
    }

    /** Servers may refuse a commit that is no tip; then all has to be fetched. */
    private boolean fetched(FetchConnection connection, Target.Known target) throws IOException {
        ObjectId id = target.id();
        Ref wanted = new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, id.name(), id);
        try {
            connection.fetch(monitor, List.of(wanted), Set.of());
            return true;
        } catch (TransportException e) {
            if (!(target instanceof Target.Commit) || monitor.isCancelled() || TransportDiagnosis.isSilence(e)) {
                throw e;
            }
            return false;
        } finally {
            unlock(connection.getPackLocks());
        }
    }

    private static void unlock(Collection<PackLock> locks) throws IOException {
        for (PackLock lock : locks) {
            lock.unlock();
        }
    }

    private Target.Known fetchAll(Repository into, String ref, Target target) throws IOException {
        try (Transport transport = open(into)) {
            transport.fetch(monitor, EVERYTHING);
        }
        String digits = target instanceof Target.Abbreviation abbreviation ? abbreviation.digits() : ref;
        return new Target.Commit(new CommitSearch(url, ref).in(into, digits));
    }

    private Transport open(Repository into) throws IOException {
        Transport transport = Transport.open(into, url.uri());
        transport.setTagOpt(TagOpt.NO_TAGS);
        transport.setCredentialsProvider(credentials);
        transport.setTimeout(Math.toIntExact(Math.max(1, idleLimit.toSeconds())));
        if (transport instanceof TransportHttp overHttp) {
            overHttp.setHttpConnectionFactory(http);
        } else if (transport instanceof SshTransport overSsh) {
            overSsh.setSshSessionFactory(ssh.sessions());
        }
        return transport;
    }
}
