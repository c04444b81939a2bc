package dev.hostler.engine.runtime.vm.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls to libvirt over one connection. Confined to the thread of one piece of work, since errors belong to threads. */
public final class Session {
    /** VIR_DOMAIN_XML_INACTIVE: as it will be at its next start. */
    private static final int AS_DEFINED = 2;

    /** VIR_DOMAIN_STATS_STATE. */
    private static final int STATES = 1;

    /** VIR_DOMAIN_STATS_CPU_TOTAL, BALLOON, INTERFACE and BLOCK. */
    private static final int USAGE = 2 | 4 | 16 | 32;

    /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE and NOWAIT: a busy machine is left out. */
    private static final int RUNNING_AND_FREE = 1 | 1 << 29;

    /** VIR_DOMAIN_UNDEFINE_MANAGED_SAVE, SNAPSHOTS_METADATA, KEEP_NVRAM and CHECKPOINTS_METADATA. */
    private static final int ALL_BUT_VARIABLES = 1 | 2 | 8 | 16;

    private static final int SECTION_OF_RESERVATIONS = 4;
    private static final int NOW = 1;
    private static final int FROM_THE_NEXT_START_ON = 2;
    private static final int UUID_BYTES = 37;
    private static final int POINTER = 8;

    private final LibvirtCalls calls;
    private final Pointer connection;

    Session(LibvirtCalls calls, Pointer connection) {
        this.calls = calls;
        this.connection = connection;
    }

    /** Where libvirt looks for a machine's addresses. */
    public enum AddressSource {
        /** The leases of its networks. */
        LEASES,
        /** The guest's agent, if it has one. */
        GUEST,
        /** The host's table of neighbours. */
        NEIGHBOURS
    }

    /** What to do with an address that a network hands out. */
    public enum Reservation {
        /** Keep it for a card. */
        ADD(3),
        /** Give it free. */
        REMOVE(2);

        private final int command;

        Reservation(int command) {
            this.command = command;
        }
    }

    /** Returns the version of libvirt, and that of QEMU. */
    public String version() throws LibvirtRefusal {
        LongByReference libvirt = new LongByReference();
        LongByReference qemu = new LongByReference();
        checked(calls, calls.virConnectGetLibVersion(connection, libvirt));
        checked(calls, calls.virConnectGetVersion(connection, qemu));
        return words(libvirt.getValue()) + ", QEMU " + words(qemu.getValue());
    }

    private static String words(long version) {
        return version / 1_000_000 + "." + version / 1_000 % 1_000 + "." + version % 1_000;
    }

    /** Returns the state of every domain of the host, by one call. */
    public List<DomainSight> states() throws LibvirtRefusal {
        return Statistics.read(calls, connection, STATES, 0);
    }

    /** Returns what running domains use, by one call. */
    public List<DomainSight> usage() throws LibvirtRefusal {
        return Statistics.read(calls, connection, USAGE, RUNNING_AND_FREE);
    }

    /** Returns the definitions of all domains of the host, everybody's. */
    public List<String> definitions() throws LibvirtRefusal {
        PointerByReference answer = new PointerByReference();
        int count = checked(calls, calls.virConnectListAllDomains(connection, answer, 0));
        List<String> all = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            Pointer domain = answer.getValue().getPointer(i * POINTER);
            definition(domain).ifPresent(all::add);
            calls.virDomainFree(domain);
        }
        free(answer.getValue());
        return all;
    }

    /** Returns a domain's definition; empty if there is no such domain. */
    public Optional<String> definition(String uuid) throws LibvirtRefusal {
        return with(uuid, this::definition).flatMap(text -> text);
    }

    private Optional<String> definition(Pointer domain) throws LibvirtRefusal {
        Pointer text = calls.virDomainGetXMLDesc(domain, AS_DEFINED);
        if (text == null) {
            LibvirtRefusal refusal = refusal(calls);
            if (refusal.missing()) {
                return Optional.empty();
            }
            throw refusal;
        }
        return Optional.of(taken(text));
    }

    /** Defines a domain, or defines it anew. */
    public void define(String xml) throws LibvirtRefusal {
        calls.virDomainFree(present(calls.virDomainDefineXML(connection, xml)));
    }

    /** Returns a domain's state and the reason for it, by libvirt's numbers; empty if there is no such domain. */
    public Optional<State> state(String uuid) throws LibvirtRefusal {
        return with(uuid, domain -> {
            IntByReference state = new IntByReference();
            IntByReference reason = new IntByReference();
            checked(calls, calls.virDomainGetState(domain, state, reason, 0));
            return new State(state.getValue(), reason.getValue(), calls.virDomainGetID(domain));
        });
    }

    /**
     * A domain's state. Immutable.
     *
     * @param state libvirt's number
     * @param reason libvirt's number, within the state
     * @param id the domain's number while it runs, else -1
     */
    public record State(int state, int reason, int id) {}

    /** Starts a domain; returns false if there is none. */
    public boolean start(String uuid) throws LibvirtRefusal {
        return with(uuid, domain -> checked(calls, calls.virDomainCreate(domain)))
                .isPresent();
    }

    /** Lets a paused domain go on; returns false if there is none. */
    public boolean resume(String uuid) throws LibvirtRefusal {
        return with(uuid, domain -> checked(calls, calls.virDomainResume(domain)))
                .isPresent();
    }

    /** Presses a domain's power button; returns false if there is none. */
    public boolean pressPowerButton(String uuid) throws LibvirtRefusal {
        int acpi = 1;
        return with(uuid, domain -> checked(calls, calls.virDomainShutdownFlags(domain, acpi)))
                .isPresent();
    }

    /** Pulls a domain's plug; returns false if there is none. */
    public boolean destroy(String uuid) throws LibvirtRefusal {
        return with(uuid, domain -> checked(calls, calls.virDomainDestroyFlags(domain, 0)))
                .isPresent();
    }

    /** Removes a domain's definition and all that libvirt itself keeps of it; returns false if there is none. */
    public boolean undefine(String uuid) throws LibvirtRefusal {
        return with(uuid, domain -> checked(calls, calls.virDomainUndefineFlags(domain, ALL_BUT_VARIABLES)))
                .isPresent();
    }

    /** Gives a domain that does not run another name; returns false if there is no such domain. */
    public boolean rename(String uuid, String name) throws LibvirtRefusal {
        return with(uuid, domain -> checked(calls, calls.virDomainRename(domain, name, 0)))
                .isPresent();
    }

    /** Changes how much of its memory a running guest has; returns false if there is no such domain. */
    public boolean setMemory(String uuid, long bytes) throws LibvirtRefusal {
        return with(uuid, domain -> checked(calls, calls.virDomainSetMemoryFlags(domain, bytes >> 10, NOW)))
                .isPresent();
    }

    /** Returns the addresses of a running domain's cards; none if there is no such domain. */
    public List<CardAddresses> addresses(String uuid, AddressSource source) throws LibvirtRefusal {
        return with(uuid, domain -> CardAddresses.read(calls, domain, source.ordinal()))
                .orElse(List.of());
    }

    /** Returns the definition of a network, and whether it is active; empty if there is no such network. */
    public Optional<NetworkSight> network(String name) throws LibvirtRefusal {
        Pointer network = calls.virNetworkLookupByName(connection, name);
        if (network == null) {
            LibvirtRefusal refusal = refusal(calls);
            if (refusal.code() == LibvirtRefusal.NO_NETWORK) {
                return Optional.empty();
            }
            throw refusal;
        }
        try {
            boolean active = checked(calls, calls.virNetworkIsActive(network)) == 1;
            return Optional.of(new NetworkSight(taken(present(calls.virNetworkGetXMLDesc(network, 0))), active));
        } finally {
            calls.virNetworkFree(network);
        }
    }

    /**
     * A network. Immutable.
     *
     * @param xml its definition, as it is now
     * @param active whether cards can be in it
     */
    public record NetworkSight(String xml, boolean active) {}

    /** Changes a network's reservation; both now and for its next start. */
    public void reserve(String name, Reservation what, String host) throws LibvirtRefusal {
        Pointer network = present(calls.virNetworkLookupByName(connection, name));
        try {
            int when = checked(calls, calls.virNetworkIsActive(network)) == 1 ? NOW : 0;
            // One that is gone when it ends has no next start.
            when |= checked(calls, calls.virNetworkIsPersistent(network)) == 1 ? FROM_THE_NEXT_START_ON : 0;
            checked(calls, calls.virNetworkUpdate(network, what.command, SECTION_OF_RESERVATIONS, -1, host, when));
        } finally {
            calls.virNetworkFree(network);
        }
    }

    /** What to do with a domain. */
    @FunctionalInterface
    private interface Act<T> {
        T on(Pointer domain) throws LibvirtRefusal;
    }

    private <T> Optional<T> with(String uuid, Act<T> act) throws LibvirtRefusal {
        Pointer domain = calls.virDomainLookupByUUIDString(connection, uuid);
        try {
            return Optional.of(act.on(present(domain)));
        } catch (LibvirtRefusal refusal) {
            if (refusal.missing()) {
                return Optional.empty();
            }
            throw refusal;
        } finally {
            if (domain != null) {
                calls.virDomainFree(domain);
            }
        }
    }

    private Pointer present(@Nullable Pointer answer) throws LibvirtRefusal {
        if (answer == null) {
            throw refusal(calls);
        }
        return answer;
    }

    static int checked(LibvirtCalls calls, int answer) throws LibvirtRefusal {
        if (answer < 0) {
            throw refusal(calls);
        }
        return answer;
    }

    static LibvirtRefusal refusal(LibvirtCalls calls) {
        return new LibvirtRefusal(calls.virGetLastErrorCode(), calls.virGetLastErrorMessage());
    }

    static String uuid(LibvirtCalls calls, Pointer domain) throws LibvirtRefusal {
        byte[] text = new byte[UUID_BYTES];
        checked(calls, calls.virDomainGetUUIDString(domain, text));
        return new String(text, 0, UUID_BYTES - 1, StandardCharsets.US_ASCII);
    }

    private static String taken(Pointer text) {
        try {
            return text.getString(0, "UTF-8");
        } finally {
            free(text);
        }
    }

    static void free(@Nullable Pointer memory) {
        if (memory != null) {
            Native.free(Pointer.nativeValue(memory));
        }
    }
}
