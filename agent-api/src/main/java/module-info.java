/**
 * The contracts of Hostler: the façade an application calls, the words it uses, and the SPI a plugin implements.
 *
 * <p>JDK types only. The engine is found by {@link java.util.ServiceLoader} through {@link dev.hostler.api.AgentProvider}.
 */
module dev.hostler.api {
    requires static org.jspecify;

    exports dev.hostler.api;
    exports dev.hostler.api.door;
    exports dev.hostler.api.error;
    exports dev.hostler.api.event;
    exports dev.hostler.api.identity;
    exports dev.hostler.api.job;
    exports dev.hostler.api.log;
    exports dev.hostler.api.meta;
    exports dev.hostler.api.node;
    exports dev.hostler.api.spi;
    exports dev.hostler.api.stream;
    exports dev.hostler.api.workload;

    uses dev.hostler.api.AgentProvider;
}
