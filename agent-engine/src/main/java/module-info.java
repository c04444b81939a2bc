/** The engine. Exports nothing: applications compile against {@code dev.hostler.api} and find it as a service. */
module dev.hostler.engine {
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires com.github.dockerjava.api;
    requires com.github.dockerjava.core;
    requires com.github.dockerjava.transport;
    requires com.github.dockerjava.transport.zerodep;
    requires dev.hostler.api;
    requires java.net.http;
    requires java.sql;
    requires org.apache.sshd.osgi;
    requires org.eclipse.jgit;
    requires org.eclipse.jgit.ssh.apache;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires org.yaml.snakeyaml;
    // Its native part may be missing; then the space of output that was read is given back with the job only, and there
    // are no virtual machines.
    requires static com.sun.jna;
    requires static org.jspecify;

    // Needed by docker-java, an automatic module, which can't say so itself.
    requires com.google.common;
    requires org.apache.commons.io;
    requires org.apache.commons.lang3;

    uses dev.hostler.api.spi.AdmissionPolicy;
    uses dev.hostler.api.spi.ArtifactStore;
    uses dev.hostler.api.spi.CacheStore;
    uses dev.hostler.api.spi.ExecutorProvider;
    uses dev.hostler.api.spi.LogSink;
    uses dev.hostler.api.spi.RuntimeProvider;
    uses dev.hostler.api.spi.SecretResolver;
    uses dev.hostler.api.spi.WorkloadProvider;

    provides dev.hostler.api.AgentProvider with
            dev.hostler.engine.EngineAgentProvider;
    provides dev.hostler.api.spi.ArtifactStore with
            dev.hostler.engine.artifact.DirectoryArtifactStore;
    provides dev.hostler.api.spi.ExecutorProvider with
            dev.hostler.engine.executor.docker.DockerExecutorProvider,
            dev.hostler.engine.executor.process.ProcessExecutorProvider;
    provides dev.hostler.api.spi.RuntimeProvider with
            dev.hostler.engine.runtime.compose.ComposeRuntimeProvider,
            dev.hostler.engine.runtime.docker.DockerRuntimeProvider,
            dev.hostler.engine.runtime.runner.RunnerRuntimeProvider,
            dev.hostler.engine.runtime.vm.VmRuntimeProvider;
    provides dev.hostler.api.spi.SecretResolver with
            dev.hostler.engine.secret.EnvironmentSecrets,
            dev.hostler.engine.secret.FileSecrets;
    provides dev.hostler.api.spi.WorkloadProvider with
            dev.hostler.engine.runtime.compose.ComposeProvider,
            dev.hostler.engine.runtime.docker.ContainerProvider,
            dev.hostler.engine.runtime.runner.RunnerProvider,
            dev.hostler.engine.runtime.vm.VmProvider;

    // Records are written and read by their components.
    opens dev.hostler.engine.state to
            com.fasterxml.jackson.databind;
}
