package dev.hostler.launcher.grpc.server;

import dev.hostler.launcher.grpc.settings.Role;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in whom the operator has named, with what each may do; and everybody, if nobody is named. Thread-safe. */
final class Permissions implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Permissions.class);

    private final Map<String, Role> clients;
    private final Set<String> changing;

    /**
     * Makes permissions.
     *
     * @param clients what each client may do, by its certificate's names; empty: all may do all
     * @param changing the full names of the calls that change something
     */
    Permissions(Map<String, Role> clients, Set<String> changing) {
        this.clients = clients;
        this.changing = changing;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Client client = Client.of(call);
        String method = call.getMethodDescriptor().getFullMethodName();
        if (isAllowed(client, method)) {
            return Contexts.interceptCall(Context.current().withValue(Client.key(), client), call, headers, next);
        }
        LOG.warn("Refused call {} of {}: the client may not make it", method, client.shown());
        call.close(
                Status.PERMISSION_DENIED.withDescription("Cannot serve call '" + method + "': the client "
                        + client.names() + " may not make it; add it to PERSYS_TLS_CLIENTS of the node"),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private boolean isAllowed(Client client, String method) {
        if (clients.isEmpty()) {
            return true;
        }
        boolean changes = changing.contains(method);
        return client.names().stream()
                .anyMatch(name -> clients.get(name) == Role.WRITE || (clients.get(name) == Role.READ && !changes));
    }
}
