package dev.hostler.launcher.grpc.bench;

import dev.hostler.launcher.grpc.endtoend.AgentRun;
import dev.hostler.launcher.grpc.endtoend.Node;
import dev.hostler.launcher.grpc.endtoend.TestImage;
import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.ContainerSpec;
import dev.hostler.launcher.grpc.proto.agent.DeleteWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.DesiredState;
import dev.hostler.launcher.grpc.proto.agent.HealthCheckRequest;
import dev.hostler.launcher.grpc.proto.agent.ListWorkloadsRequest;
import dev.hostler.launcher.grpc.proto.agent.WorkloadSpec;
import dev.hostler.launcher.grpc.proto.agent.WorkloadStatus;
import dev.hostler.launcher.grpc.tls.DevCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.awaitility.Awaitility;

/**
 * Prints how long the calls take over mutual TLS, and how much memory the idle program has: {@code CallTimes CALLS
 * WORKLOADS}. The workloads are wished stopped, so that their containers are made and not started.
 */
public final class CallTimes {
    private static final String PREFIX = "grpc-bench-" + ProcessHandle.current().pid() + "-";
    private static final String ALONE = PREFIX + "alone-";
    private static final int CALLERS = 32;

    private CallTimes() {}

    public static void main(String[] args) throws Exception {
        int calls = Integer.parseInt(args[0]);
        int workloads = Integer.parseInt(args[1]);
        Path directory = Files.createTempDirectory("hostler-bench");
        Path certificates = directory.resolve("certs");
        TestImage.require(directory);
        DevCertificates.write(certificates, List.of());
        Map<String, String> variables = Map.of(
                "PERSYS_TLS_CERT", certificates.resolve("agent.crt").toString(),
                "PERSYS_TLS_KEY", certificates.resolve("agent.key").toString(),
                "PERSYS_TLS_CA", certificates.resolve("ca.crt").toString(),
                "PERSYS_LOG_LEVEL", "warn");
        try (AgentRun agent = AgentRun.start(directory, variables).awaitServing();
                Node node = Node.secure(agent.port(), certificates, "client")) {
            System.out.println(
                    "load: " + Files.readString(Path.of("/proc/loadavg")).strip());
            node.calls().healthCheck(HealthCheckRequest.getDefaultInstance());
            System.out.println("idle RSS: " + memory(agent.pid()));
            measure(
                    "new durable apply, 1 caller, each when the one before is made",
                    workloads,
                    i -> apply(node, ALONE + i, "rev-1"),
                    () -> awaitSettled(node));
            deleteAll(node, ALONE, workloads);
            measure(
                    "new durable apply, 1 caller, while containers are made",
                    workloads,
                    i -> apply(node, PREFIX + i, "rev-1"));
            awaitSettled(node);
            measure("no-op apply, 1 caller", calls, i -> apply(node, PREFIX + 0, "rev-1"));
            measure(
                    "status list of " + workloads,
                    calls / 10,
                    i -> node.calls().listWorkloads(ListWorkloadsRequest.getDefaultInstance()));
            together(node, calls);
            System.out.println("RSS after: " + memory(agent.pid()));
            deleteAll(node, PREFIX, workloads);
        }
    }

    private static void deleteAll(Node node, String prefix, int workloads) {
        for (int i = 0; i < workloads; i++) {
            node.calls()
                    .deleteWorkload(DeleteWorkloadRequest.newBuilder()
                            .setId(prefix + i)
                            .build());
        }
    }

    private static void apply(Node node, String id, String revision) {
        node.calls()
                .applyWorkload(ApplyWorkloadRequest.newBuilder()
                        .setId(id)
                        .setRevisionId(revision)
                        .setDesiredState(DesiredState.DESIRED_STATE_STOPPED)
                        .setSpec(WorkloadSpec.newBuilder()
                                .setContainer(ContainerSpec.newBuilder()
                                        .setImage(TestImage.NAME)
                                        .addCommand("true")))
                        .build());
    }

    private static void awaitSettled(Node node) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        node
                                .calls()
                                .listWorkloads(ListWorkloadsRequest.getDefaultInstance())
                                .getWorkloadsList()
                                .stream()
                                .allMatch(CallTimes::isMade));
    }

    private static boolean isMade(WorkloadStatus status) {
        if (status.getActualState() == ActualState.ACTUAL_STATE_FAILED) {
            throw new IllegalStateException(status.getMessage());
        }
        return status.getActualState() == ActualState.ACTUAL_STATE_STOPPED;
    }

    private static void measure(String what, int count, IntConsumer call) {
        measure(what, count, call, () -> {});
    }

    /** What comes between two calls is not measured. */
    private static void measure(String what, int count, IntConsumer call, Runnable between) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            call.accept(i);
            nanos[i] = System.nanoTime() - begun;
            between.run();
        }
        long[] later = Arrays.copyOfRange(nanos, count / 5, count); // the first calls are interpreted
        Arrays.sort(later);
        System.out.printf(
                "%s: p50 %.2f ms, p99 %.2f ms (%d calls)%n",
                what, later[later.length / 2] / 1e6, later[later.length * 99 / 100] / 1e6, later.length);
    }

    private static void together(Node node, int calls) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(calls);
        CountDownLatch done = new CountDownLatch(CALLERS);
        long begun = System.nanoTime();
        for (int i = 0; i < CALLERS; i++) {
            new Thread(() -> {
                        while (left.getAndDecrement() > 0) {
                            apply(node, PREFIX + 1, "rev-1");
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        System.out.printf("no-op apply, %d callers: %.0f/s%n", CALLERS, calls / ((System.nanoTime() - begun) / 1e9));
    }

    private static String memory(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("?");
    }
}
