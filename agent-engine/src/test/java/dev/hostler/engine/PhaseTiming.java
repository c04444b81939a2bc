package dev.hostler.engine;

import dev.hostler.api.*;
import dev.hostler.api.job.*;
import dev.hostler.engine.testing.DockerHost;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;

public final class PhaseTiming {
    public static void main(String[] a) throws Exception {
        int n = Integer.parseInt(a[0]);
        int pool = Integer.parseInt(a[1]);
        int pause = Integer.parseInt(a[2]);
        String iso = a.length > 3 ? a[3] : "docker";
        DockerHost.requireBusybox();
        Path dir = Files.createTempDirectory("phase-");
        Map<String, List<Long>> times = new LinkedHashMap<>();
        long[] start = new long[1];
        ConcurrentLinkedQueue<Object[]> seen = new ConcurrentLinkedQueue<>();
        AgentConfig.Builder config = AgentConfig.builder(dir.resolve("data"));
        config.onClose(AgentConfig.OnClose.CANCEL);
        if (pool > 0) config.provider("warm", Map.of("most", "" + pool));
        try (Agent agent = AgentAssembly.start(
                config.build(), (point, job) -> seen.add(new Object[] {point.name(), System.nanoTime()}))) {
            for (int i = 0; i < n; i++) {
                seen.clear();
                JobSpec.Builder job = JobSpec.builder("j" + i)
                        .isolation(new Isolation(iso))
                        .run("echo hello-out")
                        .limits(JobLimits.builder()
                                .cpus(1)
                                .memoryBytes(512L << 20)
                                .build());
                if (iso.equals("docker")) job.image(DockerHost.IMAGE);
                JobSpec spec = job.build();
                long t0 = System.nanoTime();
                JobHandle h = agent.submit(spec);
                long t1 = System.nanoTime();
                long[] first = new long[1];
                h.followLog(line -> {
                    if (first[0] == 0 && line.text().equals("hello-out")) first[0] = System.nanoTime();
                });
                JobResult r = h.await();
                if (r.conclusion() != Conclusion.SUCCEEDED) throw new IllegalStateException(r.toString());
                if (i >= 10) {
                    long base = t1;
                    times.computeIfAbsent("submit call", k -> new ArrayList<>()).add(t1 - t0);
                    for (Object[] s : seen)
                        times.computeIfAbsent((String) s[0], k -> new ArrayList<>())
                                .add((Long) s[1] - base);
                    times.computeIfAbsent("FIRST LINE", k -> new ArrayList<>()).add(first[0] - base);
                    times.computeIfAbsent("awaited", k -> new ArrayList<>()).add(System.nanoTime() - base);
                }
                Thread.sleep(pause);
            }
        }
        times.forEach((k, v) -> {
            Collections.sort(v);
            System.out.printf(
                    "%-28s p10 %8.2f p50 %8.2f  p95 %8.2f ms%n",
                    k, v.get(v.size() / 10) / 1e6, v.get(v.size() / 2) / 1e6, v.get((int) (v.size() * 0.95)) / 1e6);
        });
    }
}
