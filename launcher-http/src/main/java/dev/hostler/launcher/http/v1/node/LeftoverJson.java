package dev.hostler.launcher.http.v1.node;

import dev.hostler.api.node.Leftover;
import dev.hostler.launcher.http.v1.wire.Values;
import java.util.List;
import java.util.Map;

/** What nobody needs any more, as objects to write. */
final class LeftoverJson {
    private LeftoverJson() {}

    static Map<String, Object> of(List<Leftover> leftovers) {
        return new Values()
                .put("leftovers", leftovers.stream().map(one -> of(one).map()).toList())
                .map();
    }

    private static Values of(Leftover one) {
        return new Values()
                .put("kind", one.kind())
                .put("name", one.name())
                .put("bytes", one.bytes())
                .put("lastUsedAt", one.lastUsed())
                .put("reason", one.reason());
    }
}
