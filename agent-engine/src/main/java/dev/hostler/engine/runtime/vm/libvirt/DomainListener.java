package dev.hostler.engine.runtime.vm.libvirt;

/** Is told of what happens to domains, on the thread of the event loop. Must not block, and calls nothing of libvirt. */
public interface DomainListener {
    /** Something has happened to a domain; see virDomainEventType for the number. */
    void changed(String uuid, int event);

    /** Nothing more will be told: the connection has broken. */
    void lost();
}
