package dev.hostler.launcher.grpc;

import dev.hostler.api.Agent;
import dev.hostler.api.AgentConfig;
import dev.hostler.api.door.Door;
import dev.hostler.launcher.grpc.codec.WorkloadCodec;
import dev.hostler.launcher.grpc.codec.WorkloadCodecs;
import dev.hostler.launcher.grpc.control.Endpoint;
import dev.hostler.launcher.grpc.control.NodeReports;
import dev.hostler.launcher.grpc.control.Pace;
import dev.hostler.launcher.grpc.control.SchedulerLoop;
import dev.hostler.launcher.grpc.metrics.CallCounts;
import dev.hostler.launcher.grpc.metrics.Meters;
import dev.hostler.launcher.grpc.metrics.MetricsServer;
import dev.hostler.launcher.grpc.metrics.NodeGauges;
import dev.hostler.launcher.grpc.proto.agent.AgentServiceGrpc;
import dev.hostler.launcher.grpc.server.GrpcListener;
import dev.hostler.launcher.grpc.service.Draining;
import dev.hostler.launcher.grpc.service.HealthAnswers;
import dev.hostler.launcher.grpc.service.NodeService;
import dev.hostler.launcher.grpc.settings.GrpcSettings;
import dev.hostler.launcher.grpc.tls.TlsFiles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door for gRPC; what it serves is put together here, in the order of the opening. Confined to one thread. */
public final class GrpcDoor implements Door {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcDoor.class);

    private final Map<String, String> environment;
    private final UnaryOperator<GrpcSettings> change;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Meters meters = new Meters();
    private int port;
    private int metricsPort;

    /** Creates a door for the environment of this process. */
    public GrpcDoor() {
        this(System.getenv(), UnaryOperator.identity());
    }

    GrpcDoor(Map<String, String> environment, UnaryOperator<GrpcSettings> change) {
        this.environment = Map.copyOf(environment);
        this.change = change;
    }

    @Override
    public String id() {
        return "grpc";
    }

    @Override
    public void prepare(AgentConfig.Builder agent) {
        agent.metricSink(meters.sink());
    }

    @Override
    public void open(Agent agent, Map<String, String> settings) {
        GrpcSettings told = change.apply(GrpcSettings.of(environment, settings));
        told.unused().forEach(LOG::warn);
        try {
            open(agent, told);
        } catch (RuntimeException refused) {
            close();
            throw refused;
        }
        sayWhere(told);
    }

    private void open(Agent agent, GrpcSettings told) {
        open.push(meters);
        Optional<TlsFiles> tls = told.tls().enabled() ? Optional.of(TlsFiles.open(told.tls())) : Optional.empty();
        tls.ifPresent(open::push);
        WorkloadCodecs codecs = WorkloadCodecs.of(told.runtimes().types());
        open.push(HealthWatch.start(
                agent,
                owner(),
                codecs.served().stream().map(WorkloadCodec::runtime).toList(),
                meters::hasLookedAt));
        HealthAnswers health = new HealthAnswers(agent, codecs, told.node().version());
        Draining draining = new Draining();
        CallCounts counts = new CallCounts(meters);
        NodeGauges.register(meters, agent, owner(), health);
        String host = told.listen().host(tls.isPresent());
        MetricsServer metrics = MetricsServer.open(host, told.listen().metricsPort(), meters);
        open.push(metrics);
        metricsPort = metrics.port();
        GrpcListener listener = GrpcListener.open(
                host,
                told.listen().port(),
                new GrpcListener.Offer(
                        new NodeService(agent, owner(), health, draining, counts),
                        AgentServiceGrpc.SERVICE_NAME,
                        tls,
                        told.tls().clients(),
                        NodeService.CHANGING,
                        counts));
        open.push(listener);
        port = listener.port();
        told.scheduler()
                .address()
                .ifPresent(address -> open.push(SchedulerLoop.start(
                        address,
                        told.scheduler().insecure() ? Optional.empty() : tls,
                        reports(agent, told, health, host, address),
                        draining,
                        Pace.USUAL)));
    }

    private NodeReports reports(Agent agent, GrpcSettings told, HealthAnswers health, String host, String scheduler) {
        String endpoint = told.scheduler().endpoint().orElseGet(() -> Endpoint.find(host, port, scheduler));
        return new NodeReports(agent, owner(), health, told.node(), endpoint);
    }

    private void sayWhere(GrpcSettings told) {
        String host = told.listen().host(told.tls().enabled());
        LOG.info("Listening for gRPC on {}:{}, for metrics on {}:{}", host, port, host, metricsPort);
        if (!told.tls().enabled()) {
            LOG.warn(
                    "TLS IS OFF: whoever reaches {}:{} may start and end workloads. Set PERSYS_TLS_ENABLED=true",
                    host,
                    port);
        } else if (told.tls().clients().isEmpty()) {
            LOG.info(
                    "Every client with a certificate of {} may start and end workloads; PERSYS_TLS_CLIENTS narrows that",
                    told.tls().authority());
        }
    }

    /** Returns the port it listens on. */
    int port() {
        return port;
    }

    /** Returns the port of the numbers. */
    int metricsPort() {
        return metricsPort;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("Could not close a part of the door", e);
            }
        }
    }
}
