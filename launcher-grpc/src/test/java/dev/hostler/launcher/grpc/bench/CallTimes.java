package dev.hostler.launcher.grpc.bench;

import dev.hostler.launcher.grpc.endtoend.AgentRun;
import dev.hostler.launcher.grpc.endtoend.Containers;
import dev.hostler.launcher.grpc.endtoend.Node;
import dev.hostler.launcher.grpc.endtoend.TestImage;
import dev.hostler.launcher.grpc.proto.agent.ActualState;
import dev.hostler.launcher.grpc.proto.agent.ApplyWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.ContainerSpec;
import dev.hostler.launcher.grpc.proto.agent.DeleteWorkloadRequest;
import dev.hostler.launcher.grpc.proto.agent.DesiredState;
import dev.hostler.launcher.grpc.proto.agent.GetWorkloadStatusRequest;
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
import org.awaitility.core.ConditionFactory;

/**
 * Prints how long the calls take over mutual TLS, and how much memory the idle program has: {@code CallTimes CALLS
 * WORKLOADS}. The workloads are wished stopped, so that their containers are made and not started.
 *
 * <p>A new wish is timed from the call to the durable answer, by one caller, and in two ways. Alone: only when the container
 * of the wish before is made, so that nothing but the wish is at work until it is stored. And one at once after the other:
 * then agent and engine make the containers of earlier wishes meanwhile, eight at a time, and the call shares the machine
 * with them; that tells more of the engine and of the number of processors. Repeated wishes come first, so that neither
 * measures code that has never run. The client is in this process, on the same machine.
 *
 * <p>{@code -Dhostler.jar=} names the program; without it the classes are those of this class path, and take more memory.
 */
public final class CallTimes {
    private static final String PREFIX = "grpc-bench-" + ProcessHandle.current().pid() + "-";
    private static final String REPEATED = PREFIX + "repeated";
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
            measure(node, calls, workloads);
            System.out.println("RSS after: " + memory(agent.pid()));
            deleteAll(node, PREFIX);
        } finally {
            Containers.removeAll(PREFIX);
        }
    }

    private static void measure(Node node, int calls, int workloads) throws InterruptedException {
        apply(node, REPEATED);
        awaitSettled(node);
        measure("no-op apply, 1 caller", calls, i -> apply(node, REPEATED));
        measure(
                "new durable apply, 1 caller, each when the container of the one before is made",
                workloads,
                i -> apply(node, ALONE + i),
                i -> soon().until(() -> isMade(status(node, ALONE + i))));
        deleteAll(node, ALONE);
        measure(
                "new durable apply, 1 caller, while the containers of those before are made",
                workloads,
                i -> apply(node, PREFIX + i));
        awaitSettled(node);
        measure("status list of " + workloads, calls / 10, i -> all(node));
        together(node, calls);
    }

    private static void deleteAll(Node node, String prefix) {
        for (WorkloadStatus one : all(node)) {
            if (one.getId().startsWith(prefix)) {
                node.calls()
                        .deleteWorkload(DeleteWorkloadRequest.newBuilder()
                                .setId(one.getId())
                                .build());
            }
        }
        soon().until(() -> Containers.named(prefix).isEmpty());
    }

    private static List<WorkloadStatus> all(Node node) {
        return node.calls()
                .listWorkloads(ListWorkloadsRequest.getDefaultInstance())
                .getWorkloadsList();
    }

    private static WorkloadStatus status(Node node, String id) {
        return node.calls()
                .getWorkloadStatus(
                        GetWorkloadStatusRequest.newBuilder().setId(id).build())
                .getStatus();
    }

    private static ConditionFactory soon() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20));
    }

    private static void apply(Node node, String id) {
        node.calls()
                .applyWorkload(ApplyWorkloadRequest.newBuilder()
                        .setId(id)
                        .setRevisionId("rev-1")
                        .setDesiredState(DesiredState.DESIRED_STATE_STOPPED)
                        .setSpec(WorkloadSpec.newBuilder()
                                .setContainer(ContainerSpec.newBuilder()
                                        .setImage(TestImage.NAME)
                                        .addCommand("true")))
                        .build());
    }

    private static void awaitSettled(Node node) {
        soon().until(() -> all(node).stream().allMatch(CallTimes::isMade));
    }

    private static boolean isMade(WorkloadStatus status) {
        if (status.getActualState() == ActualState.ACTUAL_STATE_FAILED) {
            throw new IllegalStateException(status.getMessage());
        }
        return status.getActualState() == ActualState.ACTUAL_STATE_STOPPED;
    }

    private static void measure(String what, int count, IntConsumer call) {
        measure(what, count, call, i -> {});
    }

    /** What comes between two calls is not measured. */
    private static void measure(String what, int count, IntConsumer call, IntConsumer between) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            call.accept(i);
            nanos[i] = System.nanoTime() - begun;
            between.accept(i);
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
                            apply(node, REPEATED);
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
