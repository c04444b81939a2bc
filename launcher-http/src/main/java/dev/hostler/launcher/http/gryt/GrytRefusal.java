package dev.hostler.launcher.http.gryt;

import java.util.List;

/** A request that does not fit, with all that is wrong with it. */
final class GrytRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<GrytDetail> details;

    GrytRefusal(List<GrytDetail> details) {
        super("the request does not fit");
        this.details = List.copyOf(details);
    }

    List<GrytDetail> details() {
        return details;
    }
}
