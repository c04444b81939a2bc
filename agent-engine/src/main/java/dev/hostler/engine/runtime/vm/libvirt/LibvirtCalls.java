package dev.hostler.engine.runtime.vm.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * The calls of libvirt that we use, by their own names; see libvirt-domain.h, libvirt-network.h and libvirt-event.h.
 * Thread-safe; the last error is kept for each thread.
 */
interface LibvirtCalls extends Library {
    int virInitialize();

    int virGetLastErrorCode();

    String virGetLastErrorMessage();

    void virSetErrorFunc(@Nullable Pointer data, ErrorSink sink);

    @Nullable
    Pointer virConnectOpen(String uri);

    int virConnectRef(Pointer connection);

    int virConnectClose(Pointer connection);

    int virConnectIsAlive(Pointer connection);

    int virConnectSetKeepAlive(Pointer connection, int seconds, int count);

    int virConnectGetLibVersion(Pointer connection, LongByReference version);

    int virConnectGetVersion(Pointer connection, LongByReference version);

    int virConnectGetAllDomainStats(Pointer connection, int kinds, PointerByReference records, int flags);

    void virDomainStatsRecordListFree(Pointer records);

    int virConnectListAllDomains(Pointer connection, PointerByReference domains, int flags);

    int virConnectDomainEventRegisterAny(
            Pointer connection,
            @Nullable Pointer domain,
            int event,
            Callback callback,
            @Nullable Pointer data,
            @Nullable Pointer free);

    int virConnectDomainEventDeregisterAny(Pointer connection, int registration);

    int virConnectRegisterCloseCallback(
            Pointer connection, CloseSink callback, @Nullable Pointer data, @Nullable Pointer free);

    int virConnectUnregisterCloseCallback(Pointer connection, CloseSink callback);

    @Nullable
    Pointer virDomainLookupByUUIDString(Pointer connection, String uuid);

    @Nullable
    Pointer virDomainDefineXML(Pointer connection, String xml);

    int virDomainFree(Pointer domain);

    int virDomainCreate(Pointer domain);

    int virDomainResume(Pointer domain);

    int virDomainShutdownFlags(Pointer domain, int flags);

    int virDomainDestroyFlags(Pointer domain, int flags);

    int virDomainUndefineFlags(Pointer domain, int flags);

    int virDomainGetState(Pointer domain, IntByReference state, IntByReference reason, int flags);

    int virDomainGetID(Pointer domain);

    int virDomainRename(Pointer domain, String name, int flags);

    int virDomainGetUUIDString(Pointer domain, byte[] text);

    @Nullable
    String virDomainGetName(Pointer domain);

    @Nullable
    Pointer virDomainGetXMLDesc(Pointer domain, int flags);

    int virDomainSetMemoryFlags(Pointer domain, long kibibytes, int flags);

    int virDomainInterfaceAddresses(Pointer domain, PointerByReference interfaces, int source, int flags);

    void virDomainInterfaceFree(Pointer networkInterface);

    @Nullable
    Pointer virNetworkLookupByName(Pointer connection, String name);

    int virNetworkFree(Pointer network);

    int virNetworkIsActive(Pointer network);

    int virNetworkIsPersistent(Pointer network);

    @Nullable
    Pointer virNetworkGetXMLDesc(Pointer network, int flags);

    int virNetworkUpdate(Pointer network, int command, int section, int parent, String xml, int flags);

    int virEventRegisterDefaultImpl();

    int virEventRunDefaultImpl();

    int virEventAddTimeout(int milliseconds, TimeoutSink callback, @Nullable Pointer data, @Nullable Pointer free);

    int virEventRemoveTimeout(int timer);

    void virEventUpdateTimeout(int timer, int milliseconds);

    /** Gets errors, which libvirt would print otherwise. */
    @FunctionalInterface
    interface ErrorSink extends Callback {
        void told(@Nullable Pointer data, @Nullable Pointer error);
    }

    /** Is told that a connection has broken. */
    @FunctionalInterface
    interface CloseSink extends Callback {
        void closed(Pointer connection, int reason, @Nullable Pointer data);
    }

    /** Is told of a domain's lifecycle. */
    @FunctionalInterface
    interface LifecycleSink extends Callback {
        int changed(Pointer connection, Pointer domain, int event, int detail, @Nullable Pointer data);
    }

    /** Is told that a timer has gone off. */
    @FunctionalInterface
    interface TimeoutSink extends Callback {
        void over(int timer, @Nullable Pointer data);
    }
}
