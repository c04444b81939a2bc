package dev.hostler.engine.runtime.vm.libvirt;

import java.util.Set;

/** What libvirt answers when it does not do what it was asked. Immutable. */
public final class LibvirtRefusal extends Exception {
    /** VIR_ERR_NO_DOMAIN. */
    public static final int NO_DOMAIN = 42;

    /** VIR_ERR_NO_NETWORK. */
    public static final int NO_NETWORK = 43;

    /** VIR_ERR_OPERATION_INVALID: not in this state. */
    public static final int NOT_NOW = 55;

    private static final long serialVersionUID = 1L;

    /** VIR_ERR_XML_ERROR, XML_DETAIL, CONFIG_UNSUPPORTED, INVALID_ARG, OPERATION_UNSUPPORTED, ARGUMENT_UNSUPPORTED. */
    private static final Set<Integer> BAD_INPUT = Set.of(27, 35, 67, 8, 84, 74);

    /** VIR_ERR_AUTH_FAILED, AUTH_CANCELLED, AUTH_UNAVAILABLE, OPERATION_DENIED, ACCESS_DENIED. */
    private static final Set<Integer> NO_RIGHTS = Set.of(45, 79, 80, 29, 88);

    private final int code;

    LibvirtRefusal(int code, String message) {
        super(message.replaceAll("\\s+", " ").strip());
        this.code = code;
    }

    /** Returns libvirt's number for it; see virterror.h. */
    public int code() {
        return code;
    }

    /** Returns its message, in one line. */
    public String cause() {
        return String.valueOf(getMessage());
    }

    /** Returns whether it means that there is no such domain. */
    public boolean missing() {
        return code == NO_DOMAIN;
    }

    /** Returns whether what was asked for can't be. */
    public boolean badInput() {
        return BAD_INPUT.contains(code);
    }

    /** Returns whether the agent's user, or libvirt's own, may not do it. */
    public boolean noRights() {
        return NO_RIGHTS.contains(code) || cause().contains("Permission denied");
    }
}
